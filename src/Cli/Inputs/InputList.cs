using System.Text;
using Cli.Hosting;
using Cli.Output;

namespace Cli.Inputs;

/// <summary>Expands the operands of a command into input paths.</summary>
internal static class InputList
{
    /// <summary>
    /// Replaces <c>@LISTFILE</c> by the paths in it (<c>@-</c>: from standard input) and drops repeated inputs.
    /// A file whose name starts with @ is written <c>./@name</c>.
    /// </summary>
    public static List<string> Expand(List<string> operands, out bool usedList)
    {
        var inputs = new List<string>(operands.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        usedList = false;
        foreach (var operand in operands)
        {
            if (operand.Length == 0) throw new UsageException("an input path is empty");
            if (operand[0] != '@')
            {
                Add(operand);
                continue;
            }

            usedList = true;
            foreach (var line in ReadList(operand[1..]).AsSpan().EnumerateLines())
            {
                var path = line.Trim();
                if (path.Length > 0 && path[0] != '#') Add(path.ToString());
            }
        }

        return inputs;

        void Add(string path)
        {
            if (seen.Add(path == "-" ? path : Path.GetFullPath(path))) inputs.Add(path);
        }
    }

    /// <summary>The files that list inputs.</summary>
    public static IEnumerable<string> Lists(IEnumerable<string> operands) => operands.Where(operand => operand.Length > 1 && operand[0] == '@').Select(operand => operand[1..]);

    private static string ReadList(string path)
    {
        try
        {
            if (path != "-") return File.ReadAllText(path);
            using var reader = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            throw new UsageException($"cannot read the list of inputs '{path}': {IOReason.Of(e)}", e);
        }
    }
}
