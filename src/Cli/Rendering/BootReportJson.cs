using System.Buffers;
using System.Text.Json;
using Dtc.Tree;
using Emulator.Proof;
using Emulator.Scenarios;

namespace Cli.Rendering;

/// <summary>A boot's report for programs: one JSON object on one line.</summary>
internal static class BootReportJson
{
    /// <summary>The report as JSON, with a line end.</summary>
    /// <param name="report">The report.</param>
    /// <param name="more">Writes further members; null for none.</param>
    public static byte[] Of(BootReport report, Action<Utf8JsonWriter>? more = null)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) Write(json, report, more);
        output.Write("\n"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, BootReport report, Action<Utf8JsonWriter>? more)
    {
        json.WriteStartObject();
        json.WriteString("name", report.Name);
        json.WriteString("verdict", BootReportText.Word(report.Verdict).Replace(' ', '-'));
        if (report.Reason.Length > 0) json.WriteString("reason", report.Reason);
        json.WriteNumber("seconds", Math.Round(report.Duration.TotalSeconds, 2));
        if (report.Hypervisor is not null) json.WriteString("hypervisor", report.Hypervisor);
        json.WriteStartArray("guests");
        foreach (var guest in report.Guests) Guest(json, guest);
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings) Finding(json, finding);
        json.WriteEndArray();
        more?.Invoke(json);
        json.WriteStartArray("failures");
        foreach (var failure in report.Failures)
        {
            json.WriteStartObject();
            json.WriteString("id", failure.Pattern.Id);
            json.WriteString("channel", failure.Line.Channel.ToString());
            json.WriteString("line", failure.Line.Text);
            json.WriteBoolean("fatal", failure.Pattern.IsFatal);
            json.WriteString("meaning", failure.Pattern.Meaning);
            json.WriteString("cause", failure.Pattern.Cause);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("lastLines");
        foreach (var line in report.LastLines) json.WriteStringValue($"{line.Channel}: {line.Text}");
        json.WriteEndArray();
        json.WriteString("commandLine", report.CommandLine);
        json.WriteEndObject();
    }

    private static void Guest(Utf8JsonWriter json, GuestResult guest)
    {
        json.WriteStartObject();
        json.WriteString("name", guest.Guest.Name);
        json.WriteString("channel", guest.Guest.Channel.ToString());
        json.WriteBoolean("passed", guest.HasPassed);
        if (guest.UpAfter is { } up) json.WriteNumber("upAfter", Math.Round(up.TotalSeconds, 2));
        if (guest.DoneAfter is { } done) json.WriteNumber("doneAfter", Math.Round(done.TotalSeconds, 2));
        if (guest.Facts.Name is not null) json.WriteString("kernel", guest.Facts.Kernel);
        json.WriteBoolean("treeReadBack", guest.Facts.Tree is not null);
        json.WriteStartArray("expectations");
        foreach (var check in guest.Checks)
        {
            json.WriteStartObject();
            json.WriteString("name", check.Name);
            json.WriteString("expected", check.Expected);
            json.WriteString("seen", check.Seen);
            json.WriteBoolean("met", check.IsMet);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (guest.Proof is { } proof) Proof(json, proof);
        json.WriteEndObject();
    }

    private static void Proof(Utf8JsonWriter json, ProofResult proof)
    {
        json.WriteStartObject("proof");
        json.WriteBoolean("holds", proof.Holds);
        json.WriteNumber("nodes", proof.Nodes);
        json.WriteNumber("properties", proof.Properties);
        json.WriteNumber("equal", proof.Equal);
        json.WriteStartArray("allowed");
        foreach (var allowed in proof.Allowed) Difference(json, allowed.Difference, allowed.Allowance.Reason);
        json.WriteEndArray();
        json.WriteStartArray("chosenAtBoot");
        foreach (var open in proof.Open) Difference(json, open.Difference, open.Value.Reason);
        json.WriteEndArray();
        json.WriteStartArray("unexplained");
        foreach (var difference in proof.Unexplained) Difference(json, difference, null);
        json.WriteEndArray();
        json.WriteStartArray("unusedAllowances");
        foreach (var entry in proof.Unused)
        {
            json.WriteStartObject();
            json.WriteString("path", entry.Path);
            if (entry.Property is not null) json.WriteString("property", entry.Property);
            json.WriteString("reason", entry.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("reordered");
        foreach (var path in proof.Reordered) json.WriteStringValue(path);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Difference(Utf8JsonWriter json, TreeDifference difference, string? reason)
    {
        json.WriteStartObject();
        json.WriteString("kind", difference.Kind switch
        {
            DifferenceKind.NodeAdded => "node-added",
            DifferenceKind.NodeRemoved => "node-removed",
            DifferenceKind.PropertyAdded => "property-added",
            DifferenceKind.PropertyRemoved => "property-removed",
            DifferenceKind.PropertyChanged => "property-changed",
            DifferenceKind.Reservations => "reservations",
            _ => "boot-cpu",
        });
        json.WriteString("path", difference.Path);
        if (difference.Property is not null) json.WriteString("property", difference.Property);
        if (difference.Promised is not null) json.WriteString("promised", difference.Promised);
        if (difference.Seen is not null) json.WriteString("seen", difference.Seen);
        if (reason is not null) json.WriteString("reason", reason);
        json.WriteEndObject();
    }

    private static void Finding(Utf8JsonWriter json, Diagnostic finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", SeverityName.Of(finding.Severity));
        json.WriteString("message", finding.Message);
        if (finding.Help is not null) json.WriteString("help", finding.Help);
        json.WriteEndObject();
    }
}
