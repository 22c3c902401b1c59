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

    /// <summary>The name of a node where it was first written, or its body.</summary>
    public static SourceSpan Place(Node node) => !node.NameSpan.IsNone ? node.NameSpan : node.Span;

    /// <summary>The name of a property within the definition that gave its value.</summary>
    public static SourceSpan Place(Property property) =>
        property.Span.IsNone ? property.Span : new SourceSpan(property.Span.Start, Math.Min(property.Name.Length, property.Span.Length));
}
