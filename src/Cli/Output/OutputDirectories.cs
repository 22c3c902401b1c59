using System.Collections.Concurrent;

namespace Cli.Output;

/// <summary>Makes the directories of a batch's outputs, each once. Thread-safe.</summary>
internal sealed class OutputDirectories
{
    private readonly ConcurrentDictionary<string, bool> _made = new(StringComparer.Ordinal);

    /// <summary>Makes the directory of <paramref name="file"/>; if that fails, writing the file will tell.</summary>
    public void Make(string file)
    {
        var directory = Path.GetDirectoryName(file);
        if (string.IsNullOrEmpty(directory) || _made.ContainsKey(directory)) return;
        try
        {
            Directory.CreateDirectory(directory);
            _made[directory] = true;
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            // A file in the way, or no permission.
        }
    }
}
