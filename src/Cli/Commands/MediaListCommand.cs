using System.Buffers;
using System.Text;
using System.Text.Json;
using Cli.Hosting;
using Cli.Options;
using Emulator.Media;

namespace Cli.Commands;

/// <summary><c>dtc-sharp media list</c>: which sets of media are there, and from which packages.</summary>
internal static class MediaListCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new Arguments();
        var operands = new OptionParser<Arguments>(Specs(), "dtc-sharp media list").Parse(args, arguments);
        if (operands.Count > 0) throw new UsageException("media list takes no operands");
        var store = MediaStore.Default(host.Environment);
        if (arguments.Json) WriteJson(store, host);
        else WriteText(store, host);
        return ExitCode.Success;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<Arguments>[] Specs() =>
    [
        new("Output", '\0', "json", null, "write one JSON object", static (a, _) => a.Json = true),
    ];

    private static void WriteText(MediaStore store, Host host)
    {
        var text = new StringBuilder();
        foreach (var set in MediaSet.All)
        {
            text.Append(set.Name.PadRight(8)).Append(set.Summary).Append('\n');
            if (store.Open(set, out var finding) is not { } media)
            {
                text.Append("        ").Append(Rendering.Printable.Escape(finding!.Message)).Append("; ").Append(finding.Help).Append('\n');
                continue;
            }

            foreach (var package in media.Packages) text.Append("        ").Append(package.Name).Append(' ').Append(package.Version).Append('\n');
            text.Append("        ").Append(Rendering.Printable.Escape(store.FolderOf(set))).Append('\n');
        }

        host.Print(text.ToString());
    }

    private static void WriteJson(MediaStore store, Host host)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("directory", store.Directory);
            json.WriteStartArray("sets");
            foreach (var set in MediaSet.All)
            {
                var media = store.Open(set, out var finding);
                json.WriteStartObject();
                json.WriteString("name", set.Name);
                json.WriteString("summary", set.Summary);
                json.WriteBoolean("present", media is not null);
                if (finding is not null) json.WriteString("finding", finding.Message);
                if (media is not null) Write(json, media);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        host.Out.Write(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, BootMedia media)
    {
        json.WriteString("kernel", media.Kernel);
        if (media.Xen is not null) json.WriteString("xen", media.Xen);
        json.WriteString("busybox", media.Busybox);
        json.WriteStartArray("packages");
        foreach (var package in media.Packages)
        {
            json.WriteStartObject();
            json.WriteString("name", package.Name);
            json.WriteString("version", package.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What <c>dtc-sharp media --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            List the sets of boot media: whether they are there, and from which packages they come.

            Usage: dtc-sharp media list [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        return text.ToString();
    }

    /// <summary>The command line.</summary>
    internal sealed class Arguments
    {
        public bool Json { get; set; }
    }
}
