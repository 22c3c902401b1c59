using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Loading;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Types;
using Dtc.Bindings.Values;
using Dtc.Tree;

namespace Dtc.Bindings.Authoring;

/// <summary>
/// Checks bindings as texts, the work of dt-doc-validate: YAML, the meta-schemas, <c>$id</c>, references, closed child
/// nodes; and the regular expressions, which that leaves to later.
/// </summary>
public static class SchemaCheck
{
    /// <summary>Checks bindings.</summary>
    /// <param name="paths">Files, and directories with bindings (<c>*.yaml</c>) anywhere below them.</param>
    /// <param name="options">What they are checked against.</param>
    /// <param name="sink">Receives what is found, file by file, in the order of the text.</param>
    public static SchemaCheckSummary Check(IEnumerable<string> paths, SchemaCheckOptions options, Action<SchemaFinding> sink)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sink);
        var checker = new SchemaChecker(MetaSchemas.Shipped, options, sink);
        foreach (var path in paths) checker.CheckPath(path);
        return checker.Summary;
    }
}

/// <summary>Checks bindings against meta-schemas. Serves one thread.</summary>
internal sealed class SchemaChecker(MetaSchemas metaSchemas, SchemaCheckOptions options, Action<SchemaFinding> sink)
{
    private readonly ReferencedBindings _others = new(options.CoreDirectory);
    private readonly Evaluator _evaluator = new();
    private readonly List<SchemaFinding> _found = [];
    private readonly HashSet<(SchemaPosition, string)> _told = [];

    public SchemaCheckSummary Summary { get; private set; }

    public void CheckPath(string path)
    {
        var findings = new List<LoadFinding>();
        foreach (var group in SchemaFiles.Find(new SchemaInputs { Paths = [path] }, findings, []))
        {
            foreach (var file in group.Files)
            {
                CheckFile(group.IsDirectory ? Path.Join(path, Path.GetRelativePath(path, file)) : path);
            }
        }

        foreach (var finding in findings) Add(Rules.UnreadableBinding, finding.File, default, finding.Message);
        Tell();
    }

    private void CheckFile(string file)
    {
        Summary = Summary with { Files = Summary.Files + 1 };
        try
        {
            var document = YamlReader.Read(File.ReadAllBytes(file));
            if (document.IsObject) CheckDocument(file, document);
            else Add(Rules.BindingSyntax, file, document.Position, "a binding is a mapping");
        }
        catch (DocumentException fault)
        {
            Add(Rules.BindingSyntax, file, fault.Position, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Add(Rules.UnreadableBinding, file, default, FileReason.Of(fault));
        }

        Tell();
    }

    private void CheckDocument(string file, SchemaValue document)
    {
        var value = TypedValue.From(document, metaSchemas.Symbols);
        try
        {
            var rules = metaSchemas.For(document);
            Judge(rules, file, document, value, error => SchemaHints.Annotate(metaSchemas, rules, error));
            Judge(metaSchemas.Form, file, document, value, SchemaHints.Wrap);
        }
        catch (EvaluationDepthException)
        {
            _evaluator.Reset();
            Add(Rules.BindingDepth, file, document.Position, "schemas stand in each other too deeply to be checked");
        }

        ReferenceCheck.Run(_others, document, file, _found.Add);
        PatternCheck.Run(document, (path, position, pattern) => _found.Add(new SchemaFinding
        {
            Rule = Rules.BindingPattern,
            File = file,
            Position = position,
            Path = path,
            Message = $"'{pattern}' is not a regular expression{PatternText.Explain(pattern)}",
            IsKnownToReference = false,
        }));
    }

    private void Judge(
        SchemaDocument rules, string file, SchemaValue document, in TypedValue value, Func<EvaluationError, SchemaFault> annotate)
    {
        if (_evaluator.IsValid(rules.Root, value)) return;
        foreach (var error in _evaluator.Run(rules.Root, value, null))
        {
            var fault = annotate(error);
            _found.Add(new SchemaFinding
            {
                Rule = RuleOf(fault.SchemaId),
                File = file,
                Position = SchemaPlaces.Find(document, error.PathItems),
                Path = error.PathItems,
                HasReferencePlace = SchemaPlaces.IsKnownToReference(document, error.PathItems),
                Hint = fault.Hint,
                Suggestion = Suggest(error),
                Fault = fault,
            });
        }
    }

    private static Rule RuleOf(string? metaSchema) => metaSchema?[MetaSchemas.Base.Length..] switch
    {
        null => Rules.BindingForm,
        "base.yaml" => Rules.BindingEnvelope,
        "keywords.yaml" => Rules.BindingKeyword,
        _ => Rules.BindingProperty,
    };

    /// <summary>The allowed word that is nearest to one that is not allowed.</summary>
    private static string? Suggest(EvaluationError error)
    {
        if (error.Keyword != "enum" || error.Instance.Kind != TypedKind.String) return null;
        var allowed = error.Origin.Source["enum"]!.Items.Where(item => item.IsString).Select(item => item.String);
        return Suggestions.DidYouMean(error.Instance.String, allowed);
    }

    private void Add(Rule rule, string file, SchemaPosition position, string message) =>
        _found.Add(new SchemaFinding { Rule = rule, File = file, Position = position, Message = message });

    /// <summary>Hands on what was found in a file, in the order of its text, each thing once.</summary>
    private void Tell()
    {
        _told.Clear();
        foreach (var finding in _found.OrderBy(f => (f.Position.Line, f.Position.Column)))
        {
            var message = finding.Fault is { } fault ? string.Join('\n', [fault.Error.Message, .. fault.Reasons]) : finding.Message;
            if (!_told.Add((finding.Position, $"{string.Join('/', finding.Path)}: {message}"))) continue;
            var isError = finding.Rule.Severity == Severity.Error;
            Summary = Summary with
            {
                Errors = Summary.Errors + (isError ? 1 : 0),
                Warnings = Summary.Warnings + (isError ? 0 : 1),
                ReferenceFails = Summary.ReferenceFails || (isError && finding.IsKnownToReference),
            };
            sink(finding);
        }

        _found.Clear();
    }
}
