using System.Text;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <summary>
/// Parses DTS text into a <see cref="DeviceTree"/> by recursive descent, merging every body into the tree as
/// it is read. Never stops at the first error: after one it looks for the next place it understands.
/// </summary>
public sealed partial class DtsParser
{
    /// <summary>How deep nodes may nest. Linux gives up at 64; beyond this somebody is testing us.</summary>
    public const int MaxDepth = 1000;

    private readonly Lexer _lexer;
    private readonly DeviceTree _tree;
    private readonly DiagnosticBag _diagnostics;
    private readonly IncludeResolver _includes;
    private readonly SourceMap _map;
    private readonly PreprocessedSource _source;
    private readonly bool _markElements;
    private int _suggestions;
    private int _bodies;
    private int _fragments;
    private int _depth;
    private bool _unwinding;

    private DtsParser(
        PreprocessedSource source, NameTable names, IncludeResolver includes, DiagnosticBag diagnostics, bool markElements)
    {
        _markElements = markElements;
        _diagnostics = diagnostics;
        _includes = includes;
        _map = source.Map;
        _source = source;
        _tree = new DeviceTree(names);
        _lexer = new Lexer(source, names, includes, diagnostics);
    }

    /// <summary>
    /// Parses a preprocessed text. Findings go to <paramref name="diagnostics"/>; the tree is never null. With
    /// <paramref name="markElements"/> every cell and byte keeps its place (<see cref="MarkerKind.Element"/>).
    /// </summary>
    public static DeviceTree Parse(
        PreprocessedSource source, NameTable names, IncludeResolver includes, DiagnosticBag diagnostics, bool markElements = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        var parser = new DtsParser(source, names, includes, diagnostics, markElements);
        parser.SourceFile();
        return parser._tree;
    }

    // sourcefile: headers memreserves devicetree
    private void SourceFile()
    {
        _lexer.Next();
        Headers();
        while (MemoryReservations())
        {
        }

        if (_lexer.Kind == TokenKind.EndOfFile)
        {
            if (!_diagnostics.HasErrors)
            {
                Report(Rules.NoTree, new SourceSpan(_lexer.PreviousEnd, 0), "the source ends without a node", "add '/ { };'");
            }
        }

        for (var first = true; _lexer.Kind != TokenKind.EndOfFile; first = false)
        {
            var before = _lexer.Start;
            TopLevelItem(first);
            _unwinding = false;
            if (_lexer.Start == before && _lexer.Kind != TokenKind.EndOfFile) _lexer.Next(); // always forward
        }

        _tree.BootCpu = BootCpu.Guess(_tree);
    }

    // header+: /dts-v1/ ; [ /plugin/ ; ]
    private void Headers()
    {
        if (_lexer.Kind != TokenKind.Version)
        {
            if (_lexer.Kind == TokenKind.EndOfFile) return;
            var help = _lexer.Kind == TokenKind.Plugin
                ? "write '/dts-v1/; /plugin/;'"
                : "put '/dts-v1/;' in the first line, or compile the .dts that includes this file";
            Report(Rules.MissingVersionTag, _lexer.Span, $"expected '/dts-v1/;' before {Described()}", help);
            _lexer.Reread(Lexer.Mode.Names);
            if (_lexer.Kind == TokenKind.Plugin)
            {
                _tree.IsPlugin = true;
                _lexer.Next();
                ExpectSemicolon("'/plugin/'");
            }

            return;
        }

        for (var first = true; _lexer.Kind == TokenKind.Version; first = false)
        {
            var span = _lexer.Span;
            _lexer.Next();
            ExpectSemicolon("'/dts-v1/'");
            var plugin = _lexer.Kind == TokenKind.Plugin;
            if (plugin)
            {
                span = _lexer.Span;
                _lexer.Next();
                ExpectSemicolon("'/plugin/'");
            }

            if (first) _tree.IsPlugin = plugin;
            else if (plugin != _tree.IsPlugin)
            {
                Report(Rules.HeaderMismatch, span, plugin
                    ? "this file says '/plugin/;', the first version tag did not"
                    : "this version tag lacks the '/plugin/;' of the first one");
            }
        }
    }

    // memreserve*: label* /memreserve/ address size ;
    private bool MemoryReservations()
    {
        if (_lexer.Kind != TokenKind.MemReserve) return LabelledReservation();
        Reservation(null);
        return true;
    }

    private bool LabelledReservation()
    {
        if (_lexer.Kind != TokenKind.Label) return false;
        var (name, span) = (_lexer.Name, _lexer.Span);
        var labels = new List<(Name, SourceSpan)>();
        while (_lexer.Kind == TokenKind.Label)
        {
            labels.Add((_lexer.Name, _lexer.Span));
            _lexer.Next();
        }

        if (_lexer.Kind == TokenKind.MemReserve)
        {
            Label? list = null;
            for (var i = labels.Count - 1; i >= 0; i--) Label.Add(ref list, labels[i].Item1, labels[i].Item2);
            Reservation(list);
            return true;
        }

        // A labelled reference as the first item: the grammar wants a node first, in overlays too.
        Report(Rules.SyntaxError, span, $"the label '{Shown(name)}' stands before the first node",
            "define the root ('/ { };') first, or put the label inside a body");
        return false;
    }

    private void Reservation(Label? labels)
    {
        var start = _lexer.Start;
        _lexer.Next();
        if (!IntegerPrimary(out var address) || !IntegerPrimary(out var size))
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected a number, found {Described()}",
                "a reservation is '/memreserve/ ADDRESS SIZE;'");
            SkipStatement();
            return;
        }

        var span = SourceSpan.FromBounds(start, _lexer.Is(';') ? _lexer.End : _lexer.PreviousEnd);
        ExpectSemicolon("the reservation");
        _tree.Reservations.Add(new MemoryReservation(address, size, span, labels));
    }

    private void Report(Rule rule, SourceSpan span, string message, string? help = null) =>
        _diagnostics.Add(rule, span, message, help);

    // Takes the ';', or says where it is missing and goes on as if it were there.
    private bool ExpectSemicolon(string after)
    {
        if (_lexer.Is(';'))
        {
            _lexer.Next();
            return true;
        }

        var place = new SourceSpan(_lexer.PreviousEnd, 0);
        if (_lexer.Kind == TokenKind.EndOfFile || _lexer.Is('}') || _lexer.StartsLine || _lexer.Kind == TokenKind.Label)
        {
            Report(Rules.MissingSemicolon, place, $"missing ';' after {after}");
            if (!_lexer.Is('}')) _lexer.Reread(Lexer.Mode.Names);
            return false;
        }

        if (_lexer.Kind == TokenKind.Identifier && LooksLikeStatement())
        {
            Report(Rules.MissingSemicolon, place, $"missing ';' after {after}");
            _lexer.Reread(Lexer.Mode.Names);
            return false;
        }

        Report(Rules.SyntaxError, _lexer.Span, $"expected ';' after {after}, found {Described()}");
        SkipStatement();
        return false;
    }

    // A word on the same line that goes on like a property or a node: "a = <1> b = <2>;".
    private bool LooksLikeStatement()
    {
        _lexer.Reread(Lexer.Mode.Names);
        return _lexer.Kind == TokenKind.Name;
    }

    // Skips to behind the next ';' of this body, or to its '}'.
    private void SkipStatement()
    {
        var nested = 0;
        while (_lexer.Kind != TokenKind.EndOfFile)
        {
            if (_lexer.Is('{')) nested++;
            else if (_lexer.Is('}'))
            {
                if (nested == 0) return;
                nested--;
            }
            else if (_lexer.Is(';') && nested == 0)
            {
                _lexer.Next();
                return;
            }

            _lexer.Next();
        }
    }

    // What an undefined word may have been meant to be. Comparing with all macros takes time: not for the
    // hundredth fault of a run.
    private string MacroHelp(Name word)
    {
        const string missing = "is the header that defines this macro included?";
        return _suggestions++ < 20 ? Suggestions.DidYouMean(word.ToString(), _source.DefinedMacros()) ?? missing : missing;
    }

    // The current token as a reader would quote it.
    private string Described()
    {
        if (_lexer.Kind == TokenKind.EndOfFile) return "the end of the file";
        if (_lexer.Kind == TokenKind.Char && _lexer.Char == 0) return "a NUL byte";
        if (_lexer.Kind == TokenKind.Char && _lexer.Char is < 0x20 or >= 0x7f) return $"the byte 0x{_lexer.Char:x2}";
        if (_lexer.Kind == TokenKind.String) return "a string";
        var text = _lexer.Text;
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)]);
        return text.Length > 40 ? $"'{shown}…'" : $"'{shown}'";
    }

    private static string Shown(Name name)
    {
        var text = name.ToString();
        return text.Length > 60 ? text[..60] + "…" : text;
    }
}
