namespace Dtc.Parser.Preprocessing;

/// <summary>The expanded text of one compilation, and the way back to the files.</summary>
public sealed class PreprocessedSource : IDisposable
{
    private readonly PreprocessorCache? _owner;
    private readonly ulong[] _defined;
    private byte[] _text;

    internal PreprocessedSource(
        byte[] text, int length, SourceMap map, IReadOnlyList<SourceFile> inputs, PreprocessorCache? owner,
        ulong[]? defined = null)
    {
        _text = text;
        Length = length;
        Map = map;
        Inputs = inputs;
        _owner = owner;
        _defined = defined ?? [];
    }

    /// <summary>The text; the byte at <see cref="Length"/> is 0. Empty after <see cref="Dispose"/>.</summary>
    public byte[] Text => _text;

    /// <summary>True when the text is the file as it is: nobody has looked at its bytes yet.</summary>
    public bool IsVerbatim => _owner is null;

    /// <summary>Length of the text in bytes.</summary>
    public int Length { get; }

    /// <summary>Leads from positions in the text to files; stays usable after <see cref="Dispose"/>.</summary>
    public SourceMap Map { get; }

    /// <summary>The input, then <c>-include</c> and <c>#include</c> files, each once, in the order of their first use.</summary>
    public IReadOnlyList<SourceFile> Inputs { get; }

    /// <summary>Names of the macros that are defined at the end of the input, for suggestions; in no order.</summary>
    public IEnumerable<string> DefinedMacros()
    {
        if (_owner is null) yield break;
        for (var id = 0; id < _defined.Length * 64; id++)
        {
            if ((_defined[id >> 6] >> id & 1) != 0) yield return System.Text.Encoding.UTF8.GetString(_owner.Names.Spelling(id));
        }
    }

    /// <summary>Gives the text's buffer back for the next compilation.</summary>
    public void Dispose()
    {
        var text = Interlocked.Exchange(ref _text, []);
        if (_owner is not null && text.Length > 0) _owner.Return(text);
    }
}
