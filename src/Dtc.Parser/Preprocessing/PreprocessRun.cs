using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>One compilation's walk through the files. Reused, because its tables and buffers are worth keeping.</summary>
internal sealed partial class PreprocessRun
{
    /// <summary>Bytes of expanded text that one compilation may make.</summary>
    private const int OutputLimit = 64 << 20;

    private const int IncludeDepthLimit = 200;

    private readonly PreprocessorCache _cache;
    private readonly MacroTable _macros = new();
    private readonly MacroExpander _expander;
    private readonly Stack<OpenFile> _files = new();
    private readonly List<Conditional> _conditionals = [];
    private readonly HashSet<SourceFile> _seen = [];
    private readonly HashSet<SourceFile> _once = [];
    private readonly Dictionary<string, HashSet<string>> _assertions = new(StringComparer.Ordinal); // answers by predicate

    private DiagnosticBag _diagnostics = null!;
    private HeaderResolver _resolver = null!;
    private List<SourceFile> _inputs = null!;
    private SourceFile _input = null!;
    private byte[] _out = [];
    private int _length;
    private bool _skipping;
    private bool _stopped; // a limit was passed: no more expansion, no more includes
    private int _counter;
    private int _depth;

    // The file being read.
    private FileScan _scan = null!;
    private int _frame;
    private int _item;
    private int _directory;
    private int _conditionalBase;

    public PreprocessRun(PreprocessorCache cache)
    {
        _cache = cache;
        _expander = new MacroExpander(this, _macros);
    }

    public MacroNameTable Names => _cache.Names;

    public SourceMap Map { get; private set; } = null!;

    public PreprocessedSource Run(
        SourceFile input, PreprocessOptions options, HeaderResolver resolver, CommandLineMacros macros,
        DiagnosticBag diagnostics)
    {
        Reset(input, resolver, diagnostics);
        var scan = _cache.Scan(input);
        _macros.Reset(Names.Count);
        macros.DefineBuiltins(_macros);
        Map.AddFrame(scan, input, -1, 0);
        RunFile(macros.Predefined, Map.AddFrame(macros.Predefined, macros.Predefined.File, -1, 0));
        var commandLine = Map.AddFrame(macros.CommandLine, macros.CommandLine.File, -1, 0);
        RunFile(macros.CommandLine, commandLine);
        foreach (var name in options.ForcedIncludes) ForceInclude(name, commandLine);
        RunFile(scan, 0);

        EnsureRoom(1);
        _out[_length] = 0;
        Map.Finish(_length, 0);
        var result = new PreprocessedSource(_out, _length, Map, _inputs, _cache, _macros.CopyOfDefined());
        _out = [];
        return result;
    }

    private void Reset(SourceFile input, HeaderResolver resolver, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _resolver = resolver;
        _input = input;
        _inputs = [input];
        _seen.Clear();
        _once.Clear();
        _assertions.Clear();
        _files.Clear();
        _conditionals.Clear();
        _expander.Reset();
        Map = new SourceMap();
        _out = _cache.RentBuffer();
        _length = 0;
        _skipping = _stopped = false;
        _counter = _depth = 0;
        _outLine = int.MinValue;
        _conditionalBase = 0;
        _resumedAt = -1;
        _lexedScan = null;
        _owedLines = 0;
        _includeBudget = IncludeBudget;
        _plainBudget = 1 << 16;
    }

    /// <summary>Processes a file and all it includes.</summary>
    private void RunFile(FileScan scan, int frame)
    {
        _depth = 0;
        Open(scan, frame, 0);
        while (_depth > 0)
        {
            if (_item >= _scan.Items.Length)
            {
                CloseFile();
                continue;
            }

            ref readonly var item = ref _scan.Items[_item++];
            if (item.Directive is { } directive) Process(directive);
            else if (!_skipping) CopyText(item);
        }
    }

    private void Open(FileScan scan, int frame, int directory)
    {
        if (_depth > 0) _files.Push(new OpenFile(_scan, _frame, _item, _directory, _conditionalBase));
        _depth++;
        (_scan, _frame, _item, _directory, _conditionalBase) = (scan, frame, 0, directory, _conditionals.Count);
        _outLine = int.MinValue;
        if (frame != 0 && !_seen.Add(scan.File)) return;
        foreach (var fault in scan.Faults)
        {
            Add(new Diagnostic(fault.Rule, Map.SpanOfOriginal(frame, fault.Start, fault.Length), fault.Message)
            {
                Help = fault.Help,
            });
        }
    }

    private void CloseFile()
    {
        for (; _conditionals.Count > _conditionalBase; _conditionals.RemoveAt(_conditionals.Count - 1))
        {
            var open = _conditionals[^1].Directive;
            Report(
                Rules.UnterminatedConditional, open.NameStart, NameLength(open), $"unterminated #{NameOf(open)}",
                "close it with #endif");
            _skipping = _conditionals[^1].WasSkipping;
        }

        _depth--;
        _outLine = int.MinValue;
        if (_files.TryPop(out var outer))
        {
            (_scan, _frame, _item, _directory, _conditionalBase) =
                (outer.Scan, outer.Frame, outer.Item, outer.Directory, outer.ConditionalBase);
        }
    }

    private void EnsureRoom(int bytes)
    {
        if (_length + bytes + 1 <= _out.Length) return;
        var larger = new byte[(int)Math.Min(Math.Max(_out.Length * 2L, (long)_length + bytes + 1), OutputLimit * 2L)];
        _out.AsSpan(0, _length).CopyTo(larger);
        _cache.Return(_out);
        _out = larger;
    }

    private void Add(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);

    private void Report(Rule rule, int place, int length, string message, string? help = null) =>
        Add(new Diagnostic(rule, Map.SpanOf(_frame, place, length), message) { Help = help });

    public void Report(Rule rule, in Token token, string message, string? help = null, RelatedSpan? related = null)
    {
        if (_diagnostics.Items.Count >= DiagnosticBag.Capacity)
        {
            Add(new Diagnostic(rule, SourceSpan.None, message));
            return;
        }

        Add(new Diagnostic(rule, Map.SpanOf(token), message) { Help = help, Related = related is null ? [] : [related] });
    }

    /// <summary>Where a macro was defined, for a diagnostic about its use; null for built-in ones.</summary>
    public RelatedSpan? DefinitionOf(Macro macro, string message)
    {
        if (macro.File is not { } scan) return null;
        var frame = Map.AddFrame(scan, scan.File, -1, 0);
        return new RelatedSpan(message, Map.SpanOf(frame, macro.Place, macro.Name.Length));
    }

    /// <summary>Reports that a limit was passed and goes on without macros and includes.</summary>
    private void Stop(ExpansionAbortedException reason, in Token at)
    {
        _expander.Abort();
        if (_stopped) return;
        _stopped = true;
        Report(reason.Rule, at, reason.Message, reason.Help);
    }

    private static int NameLength(Directive directive) => NameOf(directive).Length;

    private static string NameOf(Directive directive) => directive.Kind switch
    {
        DirectiveKind.IncludeNext => "include_next",
        DirectiveKind.LineMarker => "",
        _ => directive.Kind.ToString().ToLowerInvariant(),
    };

    private readonly record struct OpenFile(FileScan Scan, int Frame, int Item, int Directory, int ConditionalBase);

    private readonly record struct Conditional(
        Directive Directive, bool WasSkipping, bool SkipRest, bool SeenElse);
}
