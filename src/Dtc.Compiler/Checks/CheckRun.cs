using System.Buffers;
using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>
/// One run of the checks over one tree: its live nodes in the order of the tree, what is known of each, and where
/// findings go. Checks address nodes by their index; 0 is the root.
/// </summary>
internal sealed class CheckRun : IDisposable
{
    private const int MaxPath = 200; // characters in a message

    private Node[] _nodes = ArrayPool<Node>.Shared.Rent(1024);
    private NodeFacts[] _facts = ArrayPool<NodeFacts>.Shared.Rent(1024);

    public CheckRun(TreeContext context)
    {
        Context = context;
        Names = CheckNames.For(context.Names);
        Phandles = new Phandles(context);
        References = new References(context, Phandles);
        DtcFlow = context.Options.Checks.DtcFlow;
        Collect();
    }

    /// <summary>Tree, settings, findings.</summary>
    public TreeContext Context { get; }

    /// <summary>Names that checks look for.</summary>
    public CheckNames Names { get; }

    /// <summary>Who has which phandle.</summary>
    public Phandles Phandles { get; }

    /// <summary>Resolves references.</summary>
    public References References { get; }

    /// <summary>Unit addresses of siblings.</summary>
    public AddressTable Addresses { get; } = new();

    /// <summary>Checks run as dtc runs them.</summary>
    public bool DtcFlow { get; }

    /// <summary>Number of nodes, those deleted by a check included.</summary>
    public int Count { get; private set; }

    /// <summary>True when the check that runs has found something.</summary>
    public bool Failed { get; private set; }

    /// <summary>Findings of the check that runs are kept.</summary>
    public bool Reports { get; private set; }

    private CheckDefinition Current { get; set; } = CheckTable.All[0];

    private bool AsError { get; set; }

    /// <summary>References may stay open: what they lead to is not in this tree.</summary>
    public bool IsPlugin => Context.Tree.IsPlugin;

    /// <summary>The node at an index.</summary>
    public Node Node(int at) => _nodes[at];

    /// <summary>What is known of the node at an index.</summary>
    public ref NodeFacts Facts(int at) => ref _facts[at];

    /// <summary>Index of the parent as the checks see it; -1 without one.</summary>
    public int ParentOf(int at) => DtcFlow && (_facts[at].Marks & Marks.LostParent) != 0 ? -1 : _facts[at].Above;

    /// <summary>What the names of a node that need not be the current one say; of its properties only <paramref name="wanted"/> count.</summary>
    public bool HasTrait(Node node, Traits wanted)
    {
        if ((Names.Of(node.Name) & wanted & Traits.OfNode) != 0) return true;
        foreach (var property in node.Properties)
        {
            if ((Names.Of(property.Name) & wanted & Traits.OfProperties) != 0) return true;
        }

        return false;
    }

    /// <summary>Makes findings those of a check, at the levels given.</summary>
    public void Begin(CheckDefinition check, bool warn, bool error)
    {
        var quiet = DtcFlow ? Context.Options.Checks.Quiet : 0;
        Current = check;
        AsError = error;
        Failed = false;
        Reports = (warn && quiet < 1) || (error && quiet < 2);
    }

    /// <summary>The check has failed; nothing is reported.</summary>
    public void Fail() => Failed = true;

    /// <summary>Reports a finding about a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="text">dtc's words, one character a byte.</param>
    /// <param name="message">Ours.</param>
    /// <param name="help">The way out, if it is not in the message.</param>
    /// <param name="related">A second place.</param>
    /// <param name="span">Where it is better seen than at the node's name.</param>
    public void Fail(
        Node node, string text, string message, string? help = null, RelatedSpan? related = null, SourceSpan? span = null) =>
        Report(node, null, text, message, help, related, span ?? TreeContext.Place(node));

    /// <summary>Reports a finding about a property; without one about the node, as dtc does.</summary>
    public void Fail(
        Node node, Property? property, string text, string message, string? help = null, RelatedSpan? related = null,
        SourceSpan? span = null)
    {
        var place = span ?? (property is null ? SourceSpan.None : TreeContext.Place(property));
        Report(node, property, text, message, help, related, place.IsNone ? TreeContext.Place(node) : place);
    }

    /// <summary>Says of a node why a finding of dtc's would be wrong to follow. Not for dtc's flow, which has the finding.</summary>
    public void Remark(Node node, string message)
    {
        if (!Reports) return;
        Context.Diagnostics.Add(new Diagnostic(Current.Rule!, TreeContext.Place(node), message) { Severity = Severity.Note });
    }

    /// <summary>Reports that a check was not run.</summary>
    public void FailPrerequisite(string name)
    {
        Failed = true;
        if (!Reports) return;
        var message = $"the check '{Current.Name}' did not run, because '{name}' failed";
        Context.Diagnostics.Add(new Diagnostic(Rules.FailedPrerequisite, SourceSpan.None, message)
        {
            Severity = AsError ? Severity.Error : Severity.Warning,
            Check = new CheckReport(Current.Name, AsError, null, null, $"Failed prerequisite '{name}'"),
        });
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<Node>.Shared.Return(_nodes, clearArray: true);
        ArrayPool<NodeFacts>.Shared.Return(_facts);
        _nodes = [];
        _facts = [];
    }

    private void Report(
        Node node, Property? property, string text, string message, string? help, RelatedSpan? related, SourceSpan span)
    {
        Failed = true;
        if (!Reports) return;
        if (span.IsNone && !DtcFlow)
        {
            var subject = Shortened(property is null ? node.Path : $"{node.Path}:{property.Name}");
            if (!message.Contains(subject, StringComparison.Ordinal)) message = $"{subject}: {message}";
        }

        Context.Diagnostics.Add(new Diagnostic(Current.Rule!, span, message)
        {
            Severity = AsError ? Severity.Error : Severity.Warning,
            Help = help,
            Related = related is null || related.Span.IsNone ? [] : [related],
            Check = new CheckReport(Current.Name, AsError, node, property, text)
            {
                WithoutPath = node.Deleted && node.Parent is not null,
            },
        });
    }

    // There may be a finding for every property of a blob, and its names may be of any length.
    private static string Shortened(string path) => path.Length <= MaxPath ? path : $"…{path[^(MaxPath - 1)..]}";

    // The live nodes in the order of the tree; the root also when it is deleted, as in dtc.
    private void Collect()
    {
        var node = Context.Tree.Root;
        var at = Add(node, -1);
        while (true)
        {
            var next = Live(node.FirstChild);
            var above = at;
            while (next is null)
            {
                if (above <= 0) return;
                next = Live(_nodes[above].NextSibling);
                above = _facts[above].Above;
            }

            node = next;
            at = Add(node, above);
        }
    }

    private static Node? Live(Node? node)
    {
        while (node is { Deleted: true }) node = node.NextSibling;
        return node;
    }

    private int Add(Node node, int above)
    {
        if (Count == _nodes.Length || Count == _facts.Length) Grow();
        var traits = Names.Of(node.Name) & Traits.OfNode;
        var marks = node.Labels is null ? Marks.None : Marks.Labels;
        for (var property = node.FirstProperty; property is not null; property = property.Next)
        {
            traits |= Names.Of(property.Name) & (property.Deleted ? Traits.NameProperty : Traits.OfProperties);
            if (property.Deleted) continue;
            if (property.Labels is not null) marks |= Marks.Labels;
            foreach (ref readonly var marker in property.Markers)
            {
                if (marker.Kind == MarkerKind.PhandleReference) marks |= Marks.PhandleReferences;
                else if (marker.Kind == MarkerKind.PathReference) marks |= Marks.PathReferences;
                else if (marker.Kind == MarkerKind.Label) marks |= Marks.Labels;
            }
        }

        // Only the span of a place-holder begins before the name: at its /delete-node/.
        if (!node.NameSpan.IsNone && !node.Span.IsNone && node.Span.Start < node.NameSpan.Start) marks |= Marks.LostParent;
        if (above >= 0)
        {
            if ((traits & (Traits.EndpointName | Traits.RemoteEndpoint)) != 0) _facts[above].Traits |= Traits.EndpointChild;
            if ((traits & Traits.SpiProperty) != 0) _facts[above].Traits |= Traits.SpiChild;
        }

        _nodes[Count] = node;
        _facts[Count] = new NodeFacts { Traits = traits, Above = above, Marks = marks };
        return Count++;
    }

    private void Grow()
    {
        var nodes = ArrayPool<Node>.Shared.Rent(Count * 2);
        var facts = ArrayPool<NodeFacts>.Shared.Rent(Count * 2);
        Array.Copy(_nodes, nodes, Count);
        Array.Copy(_facts, facts, Count);
        Dispose();
        (_nodes, _facts) = (nodes, facts);
    }
}
