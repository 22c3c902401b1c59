using System.IO.Enumeration;
using Cli.Hosting;
using Dtc.Compiler.Inputs;
using Dtc.Tree;

namespace Cli.Output;

/// <summary>
/// Keeps outputs from taking the place of what a command reads: its inputs, what they include, bindings, configurations.
/// However the output is spelt, and through whatever links it leads there.
/// </summary>
internal static class InputGuard
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, MaxRecursionDepth = 64, IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>The first of the files read that the output would replace; null for none.</summary>
    /// <param name="output">The output; null or <c>-</c> replaces nothing.</param>
    /// <param name="inputs">What is read. Of a directory that is what <paramref name="isRead"/> takes.</param>
    /// <param name="isRead">Which files of a directory are read, by name; null for none.</param>
    public static string? Find(string? output, IEnumerable<string> inputs, Func<string, bool>? isRead = null)
    {
        if (output is null or "-") return null;
        var full = Path.GetFullPath(output);
        var real = new Lazy<string>(() => RealPath.Resolve(output));
        // What does not exist is no file that was read, unless by its name.
        var identity = File.Exists(output) && !RealPath.IsSpecial(real.Value) ? PathStatus.Of(output).Identity : null;
        foreach (var input in inputs)
        {
            if (input == "-") continue;
            if (Directory.Exists(input))
            {
                if (isRead is not null && identity is not null && FindBelow(input, identity.Value, isRead) is { } below) return below;
                continue;
            }

            if (IsSame(input)) return input;
        }

        return null;

        bool IsSame(string input)
        {
            if (string.Equals(Path.GetFullPath(input), full, StringComparison.Ordinal)) return !RealPath.IsSpecial(full);
            return identity is not null && PathStatus.Of(input).Identity == identity;
        }
    }

    /// <summary>Refuses such an output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="inputs">What is read.</param>
    /// <param name="what">What the output is called.</param>
    /// <param name="isRead">As for <see cref="Find"/>.</param>
    /// <exception cref="UsageException">The output is one of the inputs.</exception>
    public static void Reject(string? output, IEnumerable<string> inputs, string what = "the output", Func<string, bool>? isRead = null)
    {
        if (Find(output, inputs, isRead) is { } input) throw new UsageException(Text(output!, input, what));
    }

    /// <summary>The refusal in one line.</summary>
    public static string Text(string output, string input, string what = "the output") =>
        $"'{output}': error[{Rules.UnwritableOutput.Id}]: {Message(input, what)}";

    /// <summary>The refusal where the output is named already.</summary>
    public static string Message(string input, string what = "the output") => $"{what} would overwrite '{input}', which is read; give another file";

    private static string? FindBelow(string directory, (ulong Device, ulong Number) identity, Func<string, bool> isRead)
    {
        try
        {
            var files = new FileSystemEnumerable<string>(directory, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && isRead(entry.FileName.ToString()),
            };
            return files.FirstOrDefault(file => PathStatus.Of(file).Identity == identity);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            return null; // who reads it tells
        }
    }
}
