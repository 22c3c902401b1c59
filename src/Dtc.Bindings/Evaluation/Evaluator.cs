using System.Runtime.CompilerServices;
using Dtc.Bindings.Programs;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Evaluation;

/// <summary>
/// Runs compiled schemas on values. Whether a value is valid is found out without any bookkeeping; only where it is
/// not is it gone through again for what is wrong. One evaluator serves one thread.
/// </summary>
internal sealed class Evaluator
{
    // Python gives up at about this depth; only schemas that refer to themselves come near it.
    private const int MaxDepth = 480;
    private const int StackInterval = 8;

    private readonly List<PathItem> _path = [];
    private readonly List<PathItem> _schemaPath = [];
    private List<EvaluationError> _errors = [];
    private SchemaBody? _schema;
    private int _pathStart;
    private int _schemaPathStart;
    private int _depth;

    /// <summary>Whether a schema accepts a value.</summary>
    /// <exception cref="EvaluationDepthException">Schemas refer to each other without end.</exception>
    public bool IsValid(Schema schema, in TypedValue value)
    {
        if (schema.Constant is { } constant) return constant;
        Enter();
        foreach (var keyword in schema.Body.Keywords)
        {
            if (keyword.Holds(this, value)) continue;
            _depth--;
            return false;
        }

        _depth--;
        return true;
    }

    /// <summary>Everything a schema finds in a value.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="prefix">What the schema's place is called.</param>
    /// <exception cref="EvaluationDepthException">Schemas refer to each other without end.</exception>
    public List<EvaluationError> Run(Schema schema, in TypedValue value, PathItem? prefix)
    {
        Reset();
        if (prefix is { } item) _schemaPath.Add(item);
        Collect(schema, value);
        return _errors;
    }

    /// <summary>Forgets what an evaluation that was given up left behind.</summary>
    public void Reset()
    {
        _depth = _pathStart = _schemaPathStart = 0;
        _path.Clear();
        _schemaPath.Clear();
        _errors = [];
        _schema = null;
    }

    /// <summary>Reports everything a schema finds in a value.</summary>
    public void Collect(Schema schema, in TypedValue value)
    {
        if (schema.Constant is { } constant)
        {
            if (!constant) Add(null, null, value, null, schema, [], []);
            return;
        }

        Enter();
        var outer = _schema;
        var body = schema.Body;
        foreach (var keyword in body.Keywords)
        {
            _schema = body;
            if (keyword.IsInPath) _schemaPath.Add(PathItem.Of(keyword.Name));
            keyword.Collect(this, value);
            if (keyword.IsInPath) _schemaPath.RemoveAt(_schemaPath.Count - 1);
        }

        _schema = outer;
        _depth--;
    }

    /// <summary>The same below a step of the schema. A schema that is just false leaves its step out, as upstream.</summary>
    public void CollectBelow(Schema schema, in TypedValue value, PathItem step)
    {
        if (schema.Constant is not null)
        {
            Collect(schema, value);
            return;
        }

        _schemaPath.Add(step);
        Collect(schema, value);
        _schemaPath.RemoveAt(_schemaPath.Count - 1);
    }

    /// <summary>The same for a member of the value.</summary>
    public void CollectMember(Schema schema, in TypedValue member, PathItem step, PathItem? schemaStep)
    {
        if (schema.Constant is { } constant)
        {
            // A schema that is just false leaves its step out of the path, as upstream.
            if (!constant) Add(null, null, member, null, schema, [], [step.ToString()]);
            return;
        }

        _path.Add(step);
        if (schemaStep is { } item) _schemaPath.Add(item);
        Collect(schema, member);
        if (schemaStep is not null) _schemaPath.RemoveAt(_schemaPath.Count - 1);
        _path.RemoveAt(_path.Count - 1);
    }

    /// <summary>Number of faults that a schema finds in a value.</summary>
    public int Count(Schema schema, in TypedValue value)
    {
        var outer = _errors;
        _errors = [];
        Collect(schema, value);
        var count = _errors.Count;
        _errors = outer;
        return count;
    }

    /// <summary>Reports one fault.</summary>
    /// <param name="keyword">What found it.</param>
    /// <param name="value">The value it was asked about.</param>
    /// <param name="message">The message; null when the keyword is an assertion, which is asked later.</param>
    /// <param name="subjects">The names it is about, if any.</param>
    public void Report(Keyword keyword, in TypedValue value, string? message, params IReadOnlyList<string> subjects) =>
        Add(message, keyword, value, _schema, _schema!.Origin, [], subjects);

    /// <summary>Reports that none of several branches accepts a value, with what each found.</summary>
    public void ReportAlternatives(Keyword keyword, in TypedValue value, Schema[] branches)
    {
        var (errors, pathStart, schemaPathStart, schema) = (_errors, _pathStart, _schemaPathStart, _schema);
        _errors = [];
        _pathStart = _path.Count;
        _schemaPathStart = _schemaPath.Count;
        for (var i = 0; i < branches.Length; i++) CollectBelow(branches[i], value, PathItem.Of(i));
        EvaluationError[] context = [.. _errors];
        (_errors, _pathStart, _schemaPathStart, _schema) = (errors, pathStart, schemaPathStart, schema);
        Add(null, keyword, value, schema, schema!.Origin, context, []);
    }

    /// <summary>Which properties of a node a schema evaluates, by their place.</summary>
    public bool[] FindEvaluated(Schema schema, in TypedValue value)
    {
        var marks = new bool[value.Object.Count];
        Mark(schema, value, marks);
        return marks;
    }

    /// <summary>Which items of a list a schema evaluates.</summary>
    public bool[] FindEvaluatedItems(Schema schema, in TypedValue value)
    {
        var marks = new bool[value.Items.Length];
        MarkItems(schema, value, marks);
        return marks;
    }

    /// <summary>Names for a message: <c>'a', 'b' were</c>.</summary>
    public static string Extras(List<string> names) => ExtrasOfReprs([.. names.Select(PythonText.Of)]);

    /// <summary>The same for values that are text already.</summary>
    public static string ExtrasOfReprs(List<string> values) =>
        $"{string.Join(", ", values)} {(values.Count == 1 ? "was" : "were")}";

    private void Mark(Schema schema, in TypedValue value, bool[] marks)
    {
        if (schema.Constant is not null) return;
        var evaluated = schema.Body.Evaluated;
        Enter();
        var node = value.Object;
        if (evaluated.Ref is { } reference) Mark(reference.Target, value, marks);
        foreach (var name in evaluated.KeywordNames)
        {
            if (node.IndexOf(name) is var at and >= 0) marks[at] = true;
        }

        for (var at = 0; at < marks.Length; at++)
        {
            marks[at] |= evaluated.All
                || evaluated.Properties?.Has(node.NameAt(at)) == true
                || evaluated.Patterns?.Matches(node.NameAt(at)).Length > 0;
        }

        foreach (var (name, dependent) in evaluated.DependentSchemas)
        {
            if (node.IndexOf(name) >= 0) Mark(dependent, value, marks);
        }

        foreach (var branch in evaluated.Branches)
        {
            if (IsValid(branch, value)) Mark(branch, value, marks);
        }

        if (evaluated.If is { } condition)
        {
            var holds = IsValid(condition.If, value);
            if (holds) Mark(condition.If, value, marks);
            if ((holds ? condition.Then : condition.Else) is { } branch) Mark(branch, value, marks);
        }

        _depth--;
    }

    private void MarkItems(Schema schema, in TypedValue value, bool[] marks)
    {
        if (schema.Constant is not null) return;
        var evaluated = schema.Body.EvaluatedItems;
        Enter();
        if (evaluated.Ref is { } reference) MarkItems(reference.Target, value, marks);
        if (evaluated.All) marks.AsSpan().Fill(true);
        marks.AsSpan(0, Math.Min(evaluated.Listed, marks.Length)).Fill(true);
        foreach (var each in evaluated.Each)
        {
            for (var i = 0; i < marks.Length; i++) marks[i] |= IsValid(each, value.Items[i]);
        }

        foreach (var branch in evaluated.Branches)
        {
            if (IsValid(branch, value)) MarkItems(branch, value, marks);
        }

        if (evaluated.If is { } condition)
        {
            var holds = IsValid(condition.If, value);
            if (holds) MarkItems(condition.If, value, marks);
            if ((holds ? condition.Then : condition.Else) is { } branch) MarkItems(branch, value, marks);
        }

        _depth--;
    }

    private void Add(
        string? message,
        Keyword? keyword,
        in TypedValue value,
        SchemaBody? schema,
        Schema origin,
        EvaluationError[] context,
        IReadOnlyList<string> subjects)
    {
        PathItem[] path = [.. _path.Skip(_pathStart)];
        PathItem[] schemaPath = [.. _schemaPath.Skip(_schemaPathStart)];
        _errors.Add(new EvaluationError(message, keyword, value, schema, path, schemaPath)
        {
            Branches = context,
            Origin = origin,
            Subjects = subjects,
        });
    }

    private void Enter()
    {
        // A few levels fit into what is left when the stack is said to be short.
        if (++_depth > MaxDepth || (_depth % StackInterval == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            throw new EvaluationDepthException();
        }
    }
}

/// <summary>Schemas refer to each other without end.</summary>
internal sealed class EvaluationDepthException : Exception
{
}
