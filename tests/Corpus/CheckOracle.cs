using System.Text;

namespace Corpus.Tests;

/// <summary>
/// What dtc says about each board with every check on, as a hash for each board. It runs once for each pair of corpus
/// and recipe.
/// </summary>
internal sealed class CheckOracle
{
    /// <summary>Raised when the command or the text given to it changes.</summary>
    private const int Recipe = 1;

    private readonly string _tool;
    private readonly KernelCorpus _corpus;
    private readonly Func<string, string> _form;
    private readonly string _path;
    private readonly Dictionary<string, string> _known = [];

    /// <summary>Keeps what <paramref name="tool"/> prints in the form that <paramref name="form"/> brings it into.</summary>
    public CheckOracle(string tool, KernelCorpus corpus, string name, Func<string, string>? form = null)
    {
        _tool = tool;
        _form = form ?? (static text => text);
        _corpus = corpus;
        var key = Expansion.Hash(Encoding.UTF8.GetBytes($"{Recipe}\n{string.Join(' ', Options)}\n{corpus.Root}\n{corpus.Fingerprint()}"))[..16];
        _path = Path.Combine(KernelCorpus.Cache, $"checks-{name}-{key}.tsv");
        if (!File.Exists(_path)) return;
        foreach (var line in File.ReadLines(_path))
        {
            if (line.Split('\t') is [var board, var hash]) _known[board] = hash;
        }
    }

    /// <summary>Every check that dtc has off by default, but the one that always fails.</summary>
    public static string[] Options { get; } =
    [
        "-Wproperty_name_chars_strict", "-Wnode_name_chars_strict", "-Wunique_unit_address_if_enabled", "-Wdeprecated_gpio_property",
    ];

    /// <summary>Hash of what dtc prints for a board whose expansion is <paramref name="text"/>.</summary>
    public string Hash(string board, byte[] text)
    {
        var key = $"{board}:{Expansion.Hash(text)[..16]}";
        lock (_known)
        {
            if (_known.TryGetValue(key, out var known)) return known;
        }

        var hash = Expansion.Hash(Encoding.UTF8.GetBytes(_form(Ask(board, text))));
        lock (_known) _known[key] = hash;
        return hash;
    }

    /// <summary>What dtc prints, as it is.</summary>
    public string Ask(string board, byte[] text) => OracleTools.Run(
        _tool,
        ["-I", "dts", "-O", "dtb", "-o", "-", .. Options, .. KernelCorpus.IncludeDirectories(board).SelectMany(d => new[] { "-i", _corpus.FullPath(d) }), "-"],
        text, _corpus.Root).Error;

    /// <summary>Keeps what was asked for.</summary>
    public void Save()
    {
        var temporary = $"{_path}.{Environment.ProcessId}";
        File.WriteAllLines(temporary, _known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}\t{pair.Value}"));
        File.Move(temporary, _path, overwrite: true);
    }
}
