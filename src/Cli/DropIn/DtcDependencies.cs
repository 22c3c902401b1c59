using System.Text;
using Dtc.Compiler;

namespace Cli.DropIn;

/// <summary>dtc's dependency file: one line, every file as often as it was opened, spaces escaped and nothing else.</summary>
internal static class DtcDependencies
{
    /// <summary>The content for an input that was opened at <paramref name="path"/>.</summary>
    public static byte[] Make(DtcArguments arguments, string path, Compilation compilation)
    {
        var text = new StringBuilder(Escape(arguments.Output)).Append(':');
        if (arguments.InputFormat != "fs") text.Append(' ').Append(path == "-" ? "<stdin>" : Escape(path));
        foreach (var file in compilation.IncludedFiles) text.Append(' ').Append(Escape(file));
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    private static string Escape(string path) => path.Replace(" ", "\\ ", StringComparison.Ordinal);
}
