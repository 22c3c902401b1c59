using System.Text;
using Dtc.Parser;

namespace Cli.DropIn;

/// <summary>What dtc's scanner hands to its parser.</summary>
internal enum DtcToken : byte
{
    /// <summary>The end of all files.</summary>
    EndOfFile,

    /// <summary>A character that is a token of its own, <see cref="DtcScanner.Character"/>.</summary>
    Character,

    /// <summary>A binary operator of two characters.</summary>
    Operator,

    /// <summary>A keyword between slashes.</summary>
    Version, Plugin, MemReserve, Bits, DeleteProperty, DeleteNode, OmitIfUnreferenced, IncBin,

    /// <summary>Words and values.</summary>
    Name, Literal, CharacterLiteral, Byte, String, Label, Reference,
}

/// <summary>
/// Splits a source into tokens exactly as dtc's scanner does, by the longest match, to tell where and how dtc gives up
/// on it. Used for sources that are refused; speed is no concern.
/// </summary>
internal sealed class DtcScanner(SourceCache sources, IReadOnlyList<string> directories, DtcComplaints complaints)
{
    private const int MaxIncludes = 200; // counted up only, in dtc too

    private enum Mode : byte
    {
        Initial,
        Values,
        Names,
        Bytes,
    }

    private static readonly (string Text, DtcToken Token, Mode? Next)[] Keywords =
    [
        ("/dts-v1/", DtcToken.Version, Mode.Values),
        ("/plugin/", DtcToken.Plugin, null),
        ("/memreserve/", DtcToken.MemReserve, Mode.Values),
        ("/bits/", DtcToken.Bits, Mode.Values),
        ("/delete-property/", DtcToken.DeleteProperty, Mode.Names),
        ("/delete-node/", DtcToken.DeleteNode, Mode.Names),
        ("/omit-if-no-ref/", DtcToken.OmitIfUnreferenced, Mode.Names),
    ];

    private readonly Stack<DtcSourceFile> _outer = new();
    private DtcSourceFile _file = null!;
    private Mode _mode;
    private int _includes = 1;

    /// <summary>The current token.</summary>
    public DtcToken Token { get; private set; }

    /// <summary>The character when it is <see cref="DtcToken.Character"/>; 0 otherwise.</summary>
    public byte Character { get; private set; }

    /// <summary>Its text.</summary>
    public byte[] Text { get; private set; } = [];

    /// <summary>Where it is. At the end of the file: where the last thing was that was read, be it white space.</summary>
    public DtcPlace Place { get; private set; }

    /// <summary>Where the token before it was.</summary>
    public DtcPlace Previous { get; private set; }

    /// <summary>Directory of the file being read; null for the working directory.</summary>
    public string Directory => _file.Directory;

    /// <summary>Starts with <paramref name="file"/>.</summary>
    public void Start(SourceFile file)
    {
        _file = new DtcSourceFile(file);
        Place = new DtcPlace(file.Path, 0, 0, 0, 0);
        Next();
    }

    /// <summary>Goes to the next token.</summary>
    public void Next()
    {
        Character = 0;
        Previous = Place;
        while (!complaints.Ended)
        {
            if (_file.AtEnd)
            {
                if (_outer.TryPop(out var outer))
                {
                    _file = outer;
                    continue;
                }

                break;
            }

            if (Match()) return;
        }

        Token = DtcToken.EndOfFile;
        Text = [];
    }

    /// <summary>Opens a file as dtc does an included one; null when there is none, which ends the run.</summary>
    public SourceFile? Open(string name)
    {
        foreach (var path in Candidates(name))
        {
            if (sources.Open(path).File is { } file) return file;
        }

        complaints.Die($"Couldn't open \"{name}\": No such file or directory\n");
        return null;
    }

    // Takes one match; false when it yields no token.
    private bool Match()
    {
        var rest = _file.Rest;
        var longest = 1;
        var token = DtcToken.Character;
        Mode? next = null;
        var rule = Rule.Character;
        void Try(int length, Rule kind, DtcToken value, Mode? mode)
        {
            if (length < longest || (length == longest && rule != Rule.Character)) return;
            (longest, rule, token, next) = (length, kind, value, mode);
        }

        Try(DtcPatterns.Include(rest), Rule.Include, default, null);
        if (_file.AtLineStart) Try(DtcPatterns.LineMarker(rest), Rule.LineMarker, default, null);
        Try(DtcPatterns.String(rest), Rule.Token, DtcToken.String, null);
        foreach (var (text, keyword, mode) in Keywords)
        {
            if (DtcPatterns.Starts(rest, text)) Try(text.Length, Rule.Token, keyword, mode);
        }

        Try(DtcPatterns.Label(rest), Rule.Token, DtcToken.Label, null);
        if (_mode == Mode.Values)
        {
            Try(DtcPatterns.Word(rest), Rule.Word, DtcToken.Literal, null);
            Try(DtcPatterns.Integer(rest), Rule.Integer, DtcToken.Literal, null);
        }

        Try(DtcPatterns.CharacterLiteral(rest), Rule.CharacterLiteral, DtcToken.CharacterLiteral, null);
        Try(DtcPatterns.Reference(rest), Rule.Token, DtcToken.Reference, null);
        if (_mode == Mode.Bytes)
        {
            Try(DtcPatterns.HexByte(rest), Rule.Token, DtcToken.Byte, null);
            if (rest[0] == ']') Try(1, Rule.Token, DtcToken.Character, Mode.Values);
        }

        if (_mode == Mode.Names) Try(DtcPatterns.Name(rest), Rule.Token, DtcToken.Name, Mode.Values);
        if (_mode is Mode.Initial or Mode.Values && DtcPatterns.Starts(rest, "/incbin/")) Try(8, Rule.Token, DtcToken.IncBin, null);
        Try(DtcPatterns.Blanks(rest), Rule.Skipped, default, null);
        Try(DtcPatterns.Comments(rest), Rule.Skipped, default, null);
        Try(DtcPatterns.LineComments(rest), Rule.Skipped, default, null);
        Try(DtcPatterns.Operator(rest), Rule.Token, DtcToken.Operator, null);

        Text = rest[..longest].ToArray();
        Place = _file.Advance(longest);
        Token = token;
        if (next is { } to) _mode = to;
        if (token == DtcToken.Character && rule is Rule.Character or Rule.Token) return TakeCharacter();
        return Act(rule);
    }

    private bool TakeCharacter()
    {
        Character = Text[0];
        if (Character == '[') _mode = Mode.Bytes;
        else if (Character is (byte)'{' or (byte)';') _mode = Mode.Names;
        return true;
    }

    private bool Act(Rule rule)
    {
        switch (rule)
        {
            case Rule.Skipped:
                return false;
            case Rule.Include:
                Push();
                return false;
            case Rule.LineMarker:
                Mark();
                return false;
            case Rule.Word:
                complaints.Lexical(Place, $"Unexpected '{Shown}'");
                break;
            case Rule.Integer:
                if (DtcPatterns.IsBadInteger(Text)) complaints.Lexical(Place, $"Bad integer literal '{Shown}'");
                if (DtcPatterns.IsTooLarge(Text)) complaints.Lexical(Place, $"Integer literal '{Shown}' out of range");
                break;
            case Rule.CharacterLiteral:
                var count = DtcPatterns.Unescaped(Text.AsSpan(1, Text.Length - 2), complaints).Length;
                if (count == 0) complaints.Lexical(Place, "Empty character literal");
                else if (count > 1) complaints.Lexical(Place, $"Character literal has {count} characters instead of 1");
                break;
            case Rule.Token when Token == DtcToken.String:
                _ = DtcPatterns.Unescaped(Text.AsSpan(1, Text.Length - 2), complaints);
                break;
        }

        return true;
    }

    private string Shown => Encoding.Latin1.GetString(Text);

    private void Push()
    {
        if (_includes++ >= MaxIncludes)
        {
            complaints.Die("Includes nested too deeply");
            return;
        }

        var quote = Array.IndexOf(Text, (byte)'"');
        if (Open(Encoding.UTF8.GetString(Text.AsSpan(quote + 1, Text.Length - quote - 2))) is not { } file) return;
        _outer.Push(_file);
        _file = new DtcSourceFile(file);
    }

    private void Mark()
    {
        var digits = Text.AsSpan().IndexOfAnyInRange((byte)'0', (byte)'9');
        var line = 0;
        for (; Text[digits] is >= (byte)'0' and <= (byte)'9'; digits++) line = unchecked((line * 10) + Text[digits] - '0');
        var open = Array.IndexOf(Text, (byte)'"') + 1;
        var name = DtcPatterns.Unescaped(Text.AsSpan(open, Array.LastIndexOf(Text, (byte)'"') - open), complaints);
        var nul = Array.IndexOf(name, (byte)0);
        if (nul >= 0) complaints.Lexical(Place, "nul in line number directive");
        _file.Rename(Encoding.UTF8.GetString(name, 0, nul < 0 ? name.Length : nul), line - 1);
    }

    private IEnumerable<string> Candidates(string name)
    {
        if (name.Length == 0) yield break;
        var absolute = name.StartsWith('/');
        yield return absolute || Directory.Length == 0 ? name : Join(Directory, name);
        if (absolute) yield break;
        foreach (var directory in directories) yield return Join(directory, name);
    }

    private static string Join(string directory, string name) => directory.EndsWith('/') ? directory + name : $"{directory}/{name}";

    private enum Rule : byte
    {
        Character,
        Token,
        Skipped,
        Include,
        LineMarker,
        Word,
        Integer,
        CharacterLiteral,
    }
}
