using System.Globalization;
using System.Text;
using Corpus.Tests;
using Dtc.Compiler;
using Dtc.Parser;
using Emulator.Consoles;
using Emulator.Media;
using Emulator.Qemu;
using Emulator.Ramdisks;
using Emulator.Scenarios;
using Xunit;

namespace Boot.Tests;

/// <summary>What the boots share: media, trees compiled by ourselves, and a report of what was proved.</summary>
internal static class Boots
{
    private static readonly Dictionary<string, byte[]> Ramdisks = [];

    public static QemuEmulator Emulator { get; } = new();

    /// <summary>A set of media, which must have been fetched.</summary>
    public static BootMedia Media(MediaSet set) => MediaStore.Default().Open(set, out var finding)
        ?? throw new InvalidOperationException($"{finding!.Message}; please run: scripts/media.sh");

    /// <summary>The ramdisk of a set's guests.</summary>
    public static byte[] Ramdisk(MediaSet set, bool withModules)
    {
        var key = $"{set.Name} {withModules}";
        if (!Ramdisks.TryGetValue(key, out var ramdisk)) Ramdisks[key] = ramdisk = GuestRamdisk.Build(Media(set), withModules);
        return ramdisk;
    }

    /// <summary>Compiles source to a blob, without a finding.</summary>
    public static byte[] Compile(string source)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("test.dts", Encoding.UTF8.GetBytes(source)));
        var result = new DtsCompiler(sources).Compile("test.dts", CompileOptions.Default);
        Assert.True(result.Output is not null && !result.Diagnostics.HasErrors, string.Join('\n', result.Diagnostics.Items.Select(static d => d.Message)));
        return result.Output;
    }

    /// <summary>A blob as source, to which more can be appended.</summary>
    public static string Decompile(byte[] blob)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("host.dtb", blob));
        var options = CompileOptions.Default with { InputFormat = InputFormat.Blob, OutputFormat = OutputFormat.Source };
        return Encoding.UTF8.GetString(new DtsCompiler(sources).Compile("host.dtb", options).Output!);
    }

    /// <summary>Boots and reports.</summary>
    public static BootReport Run(BootScenario scenario)
    {
        using var log = new Log(scenario.Name);
        var report = BootRunner.Run(scenario, Emulator, log);
        TestReport.Write(string.Create(CultureInfo.InvariantCulture, $"boot {report.Name}: {report.Verdict} in {report.Duration.TotalSeconds:0.0} s{(report.Reason.Length > 0 ? ": " + report.Reason : "")}"));
        foreach (var guest in report.Guests)
        {
            if (guest.Proof is { } proof)
            {
                TestReport.Write($"  {guest.Guest.Name}: {proof.Nodes} nodes, {proof.Properties} properties compared, {proof.Equal} equal, "
                    + $"{proof.Allowed.Count} differences allowed, {proof.Unexplained.Count} not; {guest.Checks.Count(static c => c.IsMet)} of {guest.Checks.Count} expectations met");
                foreach (var group in proof.Allowed.GroupBy(static a => a.Allowance.Reason)) TestReport.Write($"    allowed {group.Count()}: {group.Key}");
            }
        }

        return report;
    }

    /// <summary>Fails with all that is known unless the boot passed.</summary>
    public static void AssertPassed(BootReport report)
    {
        Assert.True(report.Verdict == BootVerdict.Passed, Describe(report));
        // What a good boot prints must not look like a failure.
        Assert.Empty(report.Failures);
    }

    public static string Describe(BootReport report) =>
        $"{report.Verdict}: {report.Reason}\n{string.Join('\n', report.Findings.Select(static f => $"{f.Rule.Id} {f.Message}"))}\n"
        + string.Join('\n', report.LastLines.Select(static l => $"{l.Channel}: {l.Text}")) + $"\n{report.CommandLine}";

    private sealed class Log : IBootObserver, IDisposable
    {
        private readonly FileStream? _file;

        public Log(string name)
        {
            if (Environment.GetEnvironmentVariable("DTC_SHARP_BOOT_LOGS") is { Length: > 0 } folder)
                _file = File.Create(Path.Combine(folder, name.Replace(' ', '-') + ".log"));
        }

        public void Line(ConsoleLine line, TimeSpan time)
        {
        }

        public void Bytes(ReadOnlySpan<byte> bytes) => _file?.Write(bytes);

        public void Dispose() => _file?.Dispose();
    }
}
