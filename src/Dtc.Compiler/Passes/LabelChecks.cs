using Dtc.Tree;

namespace Dtc.Compiler.Passes;

/// <summary>dtc's check duplicate_label: a label names one node, property or place of the whole tree.</summary>
internal sealed class LabelChecks
{
    private readonly TreeContext _context;
    private readonly Dictionary<Name, (object Owner, int Place, SourceSpan Span)> _seen = [];

    private LabelChecks(TreeContext context) => _context = context;

    public static void Run(TreeContext context) => new LabelChecks(context).Visit(context.Tree.Root);

    private void Visit(Node node)
    {
        Labels(node.Labels, node);
        foreach (var property in node.Properties)
        {
            Labels(property.Labels, property);
            var markers = property.Markers;
            for (var i = 0; i < markers.Length; i++)
            {
                if (markers[i].Kind == MarkerKind.Label) Check(markers[i].Reference!, property, i, markers[i].Span);
            }
        }

        foreach (var child in node.Children) Visit(child);
    }

    private void Labels(Label? list, object owner)
    {
        for (var label = list; label is not null; label = label.Next)
        {
            if (!label.Deleted) Check(label.Name, owner, -1, label.Span);
        }
    }

    private void Check(Name label, object owner, int place, SourceSpan span)
    {
        if (_seen.TryAdd(label, (owner, place, span))) return;
        var first = _seen[label];
        _context.Diagnostics.Add(new Diagnostic(Rules.DuplicateLabel, span, $"the label '{label}' stands on two different items")
        {
            Related = [new RelatedSpan("the other one", first.Span)],
            Help = "rename one of them",
        });
    }
}
