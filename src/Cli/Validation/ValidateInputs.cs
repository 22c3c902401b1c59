using System.IO.Enumeration;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Output;

namespace Cli.Validation;

/// <summary>Expands the operands of <c>validate</c>: a directory stands for the blobs below it, as for dt-validate.</summary>
internal static class ValidateInputs
{
    /// <summary>The inputs in order; without any it is a usage error.</summary>
    public static List<string> Expand(List<string> operands)
    {
        var inputs = new List<string>();
        foreach (var operand in InputList.Expand(operands, out var usedList))
        {
            if (operand != "-" && Directory.Exists(operand)) AddBlobs(operand, inputs);
            else inputs.Add(operand);
        }

        return inputs.Count > 0 ? inputs : throw new UsageException("no input; give sources (.dts), blobs (.dtb) or directories with blobs");
    }

    private static void AddBlobs(string directory, List<string> inputs)
    {
        try
        {
            // Links to directories may lead back up.
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 64, IgnoreInaccessible = false };
            var found = new FileSystemEnumerable<string>(directory, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".dtb", StringComparison.Ordinal),
                ShouldRecursePredicate = static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            }.Order(StringComparer.Ordinal).ToList();
            if (found.Count == 0) throw new UsageException($"there is no .dtb below '{directory}'");
            inputs.AddRange(found);
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            throw new UsageException($"cannot search '{directory}': {IOReason.Of(e)}", e);
        }
    }
}
