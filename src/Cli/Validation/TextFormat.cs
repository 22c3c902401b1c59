using System.Buffers;
using System.Text;
using Cli.Rendering;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Findings;
using Dtc.Tree;

namespace Cli.Validation;

/// <summary>
/// The form for people: place, rule and message as of all diagnostics, the source with a caret, then what is allowed, the line
/// of the binding that asks for it, and a likely way out. Findings that say the same of the same place are told once.
/// </summary>
internal sealed class TextFormat(Explainer explainer, ValidateArguments arguments, Palette palette) : IFindingFormat
{
    private const int MaxAllowed = 10;
    private const int MaxLine = 100;

    private readonly TextRenderer _renderer = new(palette, brief: false);
    private readonly BindingDescriptions _descriptions = new();
    private readonly int _limit = arguments.MaxErrors is > 0 and var limit ? limit : int.MaxValue;

    /// <inheritdoc/>
    public bool ShowsUnmatched => true;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Separator => [];

    /// <inheritdoc/>
    public void Begin(IBufferWriter<byte> output)
    {
    }

    /// <inheritdoc/>
    public (int Errors, int Warnings) Write(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<BindingFinding> findings)
    {
        var tally = new FindingTally(arguments.Quiet > 0);
        if (input.Remark is { } remark && tally.Shows(remark.Severity))
        {
            tally.Add(remark.Severity);
            _renderer.Append(output, remark, input.Path, null);
        }

        // Why there is no tree was told on standard error.
        foreach (var diagnostic in input.Tree is null ? input.Diagnostics?.Items ?? [] : [])
        {
            if (diagnostic.Severity == Severity.Error) tally.Add(diagnostic.Severity);
        }

        foreach (var (finding, others) in Folded(findings, input.RuleFindings))
        {
            if (!tally.Shows(finding.Severity)) continue;
            tally.Add(finding);
            if (tally.Errors + tally.Warnings <= _limit) Append(output, input, finding, others);
        }

        if (tally.Errors + tally.Warnings > _limit) _renderer.AppendHidden(output, input.Path, tally.Errors + tally.Warnings - _limit);
        return tally.Counts;
    }

    /// <inheritdoc/>
    public (int Errors, int Warnings) WriteAcross(IBufferWriter<byte> output, CheckedInput input, IReadOnlyList<ExplainedFinding> findings)
    {
        var tally = new FindingTally(arguments.Quiet > 0);
        foreach (var finding in findings)
        {
            if (!tally.Shows(finding.Severity)) continue;
            tally.Add(finding);
            Append(output, input, finding, []);
        }

        return tally.Counts;
    }

    /// <inheritdoc/>
    public void Close(IBufferWriter<byte> output, CheckedInput input) => ComparisonText.Append(output, input, palette);

    /// <inheritdoc/>
    public void End(IBufferWriter<byte> output, IReadOnlyList<InputOutcome> outcomes)
    {
    }

    private List<(ExplainedFinding Finding, List<BindingPlace> Others)> Folded(IReadOnlyList<BindingFinding> findings, IReadOnlyList<ExplainedFinding> byRules)
    {
        var list = new List<(ExplainedFinding, List<BindingPlace>)>();
        var known = new Dictionary<(FindingPlace, Rule, string), int>();
        foreach (var found in findings.Select(explainer.Explain).Append(byRules))
        {
            foreach (var finding in found)
            {
                if (known.TryAdd(finding.Key, list.Count)) list.Add((finding, []));
                else if (finding.Binding is { } binding && list[known[finding.Key]] is var (first, others)
                    && binding != first.Binding && !others.Contains(binding)) others.Add(binding);
            }
        }

        return list;
    }

    private void Append(IBufferWriter<byte> output, CheckedInput input, ExplainedFinding finding, List<BindingPlace> others)
    {
        var span = input.Places?.SpanOf(finding.Place) ?? SourceSpan.None;
        // A child that is not wanted is named by the message.
        var at = finding is { Upstream: { } upstream } && finding.Rule == Rules.UnknownNode ? upstream.NodePath : finding.Place.NodePath;
        var node = at is null ? "" : $"{at}: ";
        var diagnostic = new Diagnostic(finding.Rule, span, node + finding.Message)
        {
            Severity = finding.Severity,
            Related = input.Places?.Related(finding) ?? [],
        };
        _renderer.Append(output, diagnostic, input.Path, input.Places?.Map);

        var text = new StringBuilder();
        if (finding.Reason is { } reason) AppendReason(text, input, finding, reason);
        if (finding.Found is { } value && !finding.Message.Contains(value, StringComparison.Ordinal)) Line(text, "found", value);
        if (finding.Allowed.Count > 0) Line(text, "allowed", Allowed(finding.Allowed));
        if (finding.Binding is { } binding) others.Insert(0, binding);
        if (finding.Reason?.Rule is null && SaysMore(finding.Rule))
        {
            foreach (var asked in arguments.Explain ? others : others.Take(1)) Line(text, "binding", Place(asked));
        }

        if (arguments.Explain) AppendExplanation(text, finding);

        if (finding.Suggestion is { } help)
            text.Append("  ").Append(palette.Help).Append("help: ").Append(palette.Reset).Append(Printable.Escape(help)).Append('\n');
        _ = Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    private void AppendReason(StringBuilder text, CheckedInput input, ExplainedFinding finding, FindingReason reason)
    {
        foreach (var (place, words) in input.Places is null ? finding.Related : [])
            Line(text, "note", $"{place.NodePath}{(place.Property is { } property ? $": '{property}'" : string.Empty)} {words}");
        if (reason.Rule is { } rule) Line(text, "rule", rule);
        Line(text, "why", reason.Consequence);
        // Of a shipped binding the line below tells the file.
        if (reason.Source is { } source && !source.StartsWith("bindings/", StringComparison.Ordinal)) Line(text, "source", source);
    }

    private void AppendExplanation(StringBuilder text, ExplainedFinding finding)
    {
        if (finding is { Binding: { } binding, Subject: { } subject } && _descriptions.Find(binding.File, subject, binding.Line) is { } words)
            Line(text, "about", $"{subject}: {words}");
        if (explainer.ReasonOf(finding.Upstream) is { } reason) Line(text, "applies", reason);
        AppendBranches(text, finding, 1);
    }

    private void AppendBranches(StringBuilder text, ExplainedFinding finding, int depth)
    {
        foreach (var branch in finding.Branches)
        {
            foreach (var fault in branch.Faults)
            {
                text.Append(' ', depth * 2).Append(palette.For(Severity.Note)).Append("alternative");
                if (branch.Number > 0) text.Append(' ').Append(branch.Number);
                text.Append(": ").Append(palette.Reset).Append(Printable.Escape(fault.Message));
                if (fault.Allowed.Count > 0) text.Append("; allowed: ").Append(Printable.Escape(Allowed(fault.Allowed)));
                if (fault.Binding is { } binding) text.Append(" (").Append(Printable.Escape(Place(binding))).Append(')');
                text.Append('\n');
                AppendBranches(text, fault, depth + 1);
            }
        }
    }

    private void Line(StringBuilder text, string label, string value) =>
        text.Append("  ").Append(palette.For(Severity.Note)).Append(label).Append(": ").Append(palette.Reset).Append(Printable.Escape(value)).Append('\n');

    // That no binding knows something is asked for by a line that says so of everything.
    private static bool SaysMore(Rule rule) => rule != Rules.UndocumentedProperty && rule != Rules.UnknownVendor;

    private static string Place(BindingPlace binding)
    {
        if (binding.File.Length == 0) return binding.Id;
        var file = DtValidateFormat.DisplayPath(binding.File);
        return binding.Line == 0 ? file : $"{file}:{binding.Line}:{binding.Column}";
    }

    private static string Allowed(IReadOnlyList<string> values)
    {
        var text = new StringBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) text.Append(", ");
            if (i > 0 && (i == MaxAllowed || text.Length + values[i].Length > MaxLine))
                return text.Append("and ").Append(values.Count - i).Append(" more").ToString();
            text.Append(values[i]);
        }

        return text.ToString();
    }
}
