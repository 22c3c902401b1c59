using Dtc.Compiler.Passes;
using Dtc.Tree;

namespace Dtc.Compiler.Checks;

/// <summary>Graphs of ports and endpoints, as cameras and displays have them.</summary>
internal static class GraphChecks
{
    private static Traits EndpointTraits => Traits.EndpointName | Traits.RemoteEndpoint;

    /// <summary>Notes ports and what holds them.</summary>
    public static void Nodes(CheckRun run, int at)
    {
        var node = run.Node(at);
        var above = run.ParentOf(at);
        foreach (var child in node.Children)
        {
            if (!run.HasTrait(child, EndpointTraits)) continue;
            if (above < 0)
            {
                run.Fail(node,
                    $"root node contains endpoint node '{DtcText.Of(child.Name)}', potentially misplaced remote-endpoint property",
                    $"the endpoint '{child.Name}' is a child of the root, which is no port", span: TreeContext.Place(child));
                continue;
            }

            run.Facts(at).Bus = Bus.GraphPort;
            ref var parent = ref run.Facts(above);
            if (parent.Bus == Bus.None && (run.Node(above).Name == run.Names.Ports || node.Find(run.Names.Reg) is not null)) parent.Bus = Bus.GraphPorts;
            return;
        }
    }

    public static void Port(CheckRun run, int at)
    {
        if (run.Facts(at).Bus != Bus.GraphPort) return;
        Reg(run, at);
        var node = run.Node(at);
        if (run.IsPlugin || Stem(node).SequenceEqual("port"u8)) return;
        run.Fail(node, "graph port node name should be 'port'", $"'{node.Name}' has endpoints, so that it is a port, but it is not called 'port'");
    }

    public static void Endpoint(CheckRun run, int at)
    {
        if (run.ParentOf(at) is not (>= 0 and var above) || run.Facts(above).Bus != Bus.GraphPort) return;
        Reg(run, at);
        if (run.IsPlugin) return;
        var node = run.Node(at);
        if (!Stem(node).SequenceEqual("endpoint"u8))
        {
            run.Fail(node, "graph endpoint node name should be 'endpoint'", $"'{node.Name}' is an endpoint, but it is not called 'endpoint'");
        }

        if (Remote(run, node) is not { } remote || Remote(run, remote) == node) return;
        run.Fail(node, $"graph connection to node '{DtcText.Path(remote)}' is not bidirectional",
            $"the endpoint is connected to '{remote.Path}', but that is not connected to it",
            related: new RelatedSpan("the other endpoint", TreeContext.Place(remote)),
            span: TreeContext.Place(node.Find(run.Names.RemoteEndpoint)!) is { IsNone: false } span ? span : null);
    }

    private static void Reg(CheckRun run, int at)
    {
        var node = run.Node(at);
        if (node.Find(run.Names.Reg) is not { } reg) return;
        if (!Cells.TryOne(reg, out var number))
        {
            run.Fail(node, "graph node malformed 'reg' property", $"'reg' of a port or endpoint is one cell, not {reg.Length} bytes", span: Span(reg));
            return;
        }

        var expected = $"{number:x}";
        var unit = node.Name.UnitAddress;
        if (unit.Length != expected.Length || DtcText.CString(unit) != expected)
        {
            run.Fail(node, $"graph node unit address error, expected \"{expected}\"", $"the unit address of '{node.Name}' should be '{expected}', as 'reg' has it",
                related: new RelatedSpan("the number", TreeContext.Place(reg)));
        }

        ref readonly var parent = ref run.Facts(run.ParentOf(at));
        Count(run, node, parent.AddressCells, 1, "#address-cells", run.Names.AddressCells);
        Count(run, node, parent.SizeCells, 0, "#size-cells", run.Names.SizeCells);
    }

    // dtc means the parent's counts, but names the node's own property, if it has any.
    private static void Count(CheckRun run, Node node, int count, int right, string text, Name name)
    {
        if (count == right) return;
        var parent = node.Parent!;
        var given = parent.Find(name);
        var message = given is null
            ? $"'{parent.Path}' has no '{text}'; numbered ports and endpoints need {right}"
            : $"'{text}' of '{parent.Path}' is {count}; numbered ports and endpoints need {right}";
        var span = given is null ? TreeContext.Place(parent) : TreeContext.Place(given);
        run.Fail(node, node.Find(name), $"graph node '{text}' is {count}, must be {right}", message, span: span.IsNone ? TreeContext.Place(node) : span);
    }

    // The endpoint that remote-endpoint names; null without one.
    private static Node? Remote(CheckRun run, Node endpoint)
    {
        if (endpoint.Find(run.Names.RemoteEndpoint) is not { } property) return null;
        if (!Cells.TryOne(property, out var phandle))
        {
            ProviderChecks.NoCell(run, endpoint, property); // dtc aborts
            return null;
        }

        if (!Cells.IsPhandle(phandle)) return null;
        var remote = run.Phandles.Find(phandle);
        if (remote is null)
        {
            run.Fail(endpoint, property, "graph phandle is not valid", $"'remote-endpoint' is 0x{phandle:x}, which is the phandle of no node");
        }

        return remote;
    }

    private static SourceSpan? Span(Property property) => TreeContext.Place(property) is { IsNone: false } span ? span : null;

    private static ReadOnlySpan<byte> Stem(Node node) => node.Name.Utf8[..node.Name.BaseLength];
}
