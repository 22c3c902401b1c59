using System.Text;

namespace Cli.Hosting;

/// <summary>Writes text to a host's streams as UTF-8, without the console's encodings and writers.</summary>
internal static class HostText
{
    /// <summary>Writes to standard output.</summary>
    public static void Print(this Host host, string text) => host.Out.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes one line to standard error, prefixed with the program's name.</summary>
    public static void Complain(this Host host, string message) =>
        host.WriteError(Encoding.UTF8.GetBytes($"dtc-sharp: {Rendering.Printable.Escape(message)}\n"));

    /// <summary>Writes to standard error; a closed one is no reason to fail.</summary>
    public static void WriteError(this Host host, ReadOnlySpan<byte> text)
    {
        try
        {
            host.Error.Write(text);
        }
        catch (IOException)
        {
            // Nobody is left to tell; the exit code still speaks.
        }
    }
}
