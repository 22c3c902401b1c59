using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>What every pass works on: the tree, the settings, where findings go.</summary>
internal sealed record TreeContext(DeviceTree Tree, CompileOptions Options, DiagnosticBag Diagnostics)
{
    public NameTable Names => Tree.Names;

    /// <summary>Fix-up nodes are made for plugins always, for other trees on request.</summary>
    public bool MakesFixups => Tree.IsPlugin || Options.LocalFixups;

    public void Report(Rule rule, SourceSpan span, string message, string? help = null) =>
        Diagnostics.Add(rule, span, message, help);

    /// <summary>Reports a finding for which dtc has words of its own.</summary>
    public void ReportAsDtc(Rule rule, SourceSpan span, string message, string? dtcText) =>
        Diagnostics.Add(new Diagnostic(rule, span, message) { DtcText = dtcText });

    /// <summary>
    /// The name of a node where it was first written, or its body. For a generated node what made it: what it was made
    /// for lies below it, otherwise the next node above that somebody wrote.
    /// </summary>
    public static SourceSpan Place(Node node)
    {
        for (var at = node; at is not null; at = at.FirstChild)
        {
            if (Own(at) is { IsNone: false } span) return span;
        }

        for (var at = node.Parent; at is not null; at = at.Parent)
        {
            if (Own(at) is { IsNone: false } span) return span;
        }

        return SourceSpan.None;
    }

    /// <summary>The name of a property within the definition that gave its value.</summary>
    public static SourceSpan Place(Property property) =>
        property.Span.IsNone ? property.Span : new SourceSpan(property.Span.Start, Math.Min(property.Name.Length, property.Span.Length));

    private static SourceSpan Own(Node node) => !node.NameSpan.IsNone ? node.NameSpan : node.Span;
}
