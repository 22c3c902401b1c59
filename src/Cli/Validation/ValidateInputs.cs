using System.IO.Enumeration;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Output;

namespace Cli.Validation;

/// <summary>Expands the operands of <c>validate</c>: a directory stands for the blobs below it, as for dt-validate.</summary>
internal static class ValidateInputs
{
    // Links to directories may lead back up.
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 64, IgnoreInaccessible = false };

    /// <summary>The inputs in order, each path once; without any it is a usage error.</summary>
    /// <param name="operands">As they were written.</param>
    /// <param name="troubles">Directories among the inputs, and why they stand for nothing.</param>
    public static List<string> Expand(List<string> operands, out Dictionary<string, string> troubles)
    {
        var inputs = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        troubles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var operand in InputList.Expand(operands, out _))
        {
            if (operand == "-" || !Directory.Exists(operand)) Add(operand);
            else if (Blobs(operand, out var trouble) is { } blobs) blobs.ForEach(Add);
            else
            {
                troubles[operand] = trouble;
                Add(operand);
            }
        }

        return inputs.Count > 0 ? inputs : throw new UsageException("no input; give sources (.dts), blobs (.dtb) or directories with blobs");

        void Add(string path)
        {
            if (seen.Add(path == "-" ? path : Path.GetFullPath(path))) inputs.Add(path);
        }
    }

    private static List<string>? Blobs(string directory, out string trouble)
    {
        try
        {
            var found = new FileSystemEnumerable<string>(directory, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), Below)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".dtb", StringComparison.Ordinal),
                ShouldRecursePredicate = static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            }.Order(StringComparer.Ordinal).ToList();
            trouble = "there is no .dtb below this directory";
            return found.Count == 0 ? null : found;
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            trouble = $"the directory cannot be searched: {IOReason.Of(e)}";
            return null;
        }
    }
}
