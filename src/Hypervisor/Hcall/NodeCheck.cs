using Dtc.Tree;

namespace Hypervisor.Hcall;

/// <summary>Checks the nodes of a tree by which a guest finds what to call, against the ABIs they stand for.</summary>
public sealed partial class NodeCheck
{
    private static readonly string[] MethodCompatibles =
    [
        "linaro,optee-tz", "xlnx,zynqmp-firmware", "xlnx,versal-firmware", "xlnx,versal-net-firmware", "intel,stratix10-svc", "intel,agilex-svc",
    ];

    private static readonly string[] ScmiCompatibles = ["arm,scmi-smc", "arm,scmi-smc-param", "qcom,scmi-smc"];

    private readonly DeviceTree _tree;
    private readonly AbiLibrary _library;
    private readonly List<HcallFinding> _findings = [];
    private readonly List<TreeNode> _nodes;

    private NodeCheck(DeviceTree tree, AbiLibrary library)
    {
        _tree = tree;
        _library = library;
        _nodes = [.. TreeNode.All(tree)];
    }

    /// <summary>Checks a tree.</summary>
    /// <param name="tree">The tree; when it is from source, with elements marked for places of single cells.</param>
    /// <param name="library">The ABIs.</param>
    /// <returns>What is found, in the order of the tree.</returns>
    public static IReadOnlyList<HcallFinding> Check(DeviceTree tree, AbiLibrary library)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(library);
        var check = new NodeCheck(tree, library);
        foreach (var node in check._nodes) check.Check(node);
        return check._findings;
    }

    private void Check(TreeNode node)
    {
        CheckInstructions(node);
        if (node.IsAvailable)
        {
            var compatibles = node.Compatibles;
            if (compatibles.Any(IsPsci)) CheckPsci(node, compatibles);
            if (compatibles.FirstOrDefault(MethodCompatibles.Contains) is { } firmware) CheckMethod(node, Rules.SmcccMethod, $"the driver of {firmware} does not start");
            if (compatibles.Any(ScmiCompatibles.Contains) || node.Find("arm,smc-id") is not null) CheckScmi(node);
        }

        if (node.Node.Parent == _tree.Root && node.Node.Name.ToString() == "hypervisor") NoteHypervisor(node);
    }

    private static bool IsPsci(string compatible) => compatible is "arm,psci" or "arm,psci-0.2" or "arm,psci-1.0";

    private void NoteHypervisor(TreeNode node)
    {
        var compatibles = node.Compatibles;
        if (compatibles.Contains("xen,xen"))
        {
            var names = Width() switch
            {
                64 => "xen-arm64",
                32 => "xen-arm32",
                _ => "xen-arm64, or xen-arm32 in a 32-bit guest",
            };
            var abi = _library.Find(names == "xen-arm32" ? names : "xen-arm64");
            if (abi is not null) Note(node, $"Xen: calls by {names}, {abi.Conduit}, function id in {abi.Registers[0].Function}");
            return;
        }

        if (compatibles.Contains("linux,kvm") && node.Find("hcall-instructions") is null && !IsEpapr(node))
        {
            Note(node, "KVM, without 'hcall-instructions': this node says of no call how it is made");
            return;
        }

        var power = node.Find("fsl,hv-version") is not null ? "fsl-hv"
            : compatibles.Contains("linux,kvm") ? "kvm-ppc"
            : compatibles.Any(name => name.StartsWith("epapr,hypervisor-", StringComparison.Ordinal)) ? "epapr"
            : null;
        if (power is not null && _library.Find(power) is { } found) Note(node, $"{found.Title}: calls by {power}, function id in {found.Registers[0].Function}, {found.Conduit}");
    }

    // The timer tells what the guest's CPUs run: Xen writes armv8 for 64-bit domains and armv7 for 32-bit ones.
    private int? Width()
    {
        var timers = _nodes.SelectMany(node => node.Compatibles).Where(name => name is "arm,armv8-timer" or "arm,armv7-timer").ToList();
        return timers.Count == 0 ? null : timers[0] == "arm,armv8-timer" ? 64 : 32;
    }

    private bool CheckMethod(TreeNode node, Rule rule, string consequence)
    {
        if (node.Find("method") is not { } method)
        {
            Add(rule, node, null, "the property 'method' is missing", consequence, "method = \"hvc\"; or \"smc\"");
            return false;
        }

        if (TreeNode.Strings(method) is ["hvc" or "smc"]) return true;
        var text = TreeNode.Strings(method);
        Add(rule, node, method, text.Count == 1 ? $"method is \"{text[0]}\"" : "method is not one string", consequence, "it is \"hvc\" or \"smc\"");
        return false;
    }

    private void Note(TreeNode node, string message) => Add(Rules.HcallAbiInUse, node, null, message, null);

    private void Add(Rule rule, TreeNode node, Property? property, string message, string? consequence, string? help = null, SourceSpan? span = null) =>
        _findings.Add(new HcallFinding(rule, node.Node.Path, property?.Name.ToString(), span ?? (property is { Span.IsNone: false } ? property.Span : node.Span), message, consequence, help));
}
