using System.Globalization;
using Dtc.Tree;

namespace Hypervisor.Hcall;

public sealed partial class NodeCheck
{
    private static readonly (string Property, string Call)[] PsciIds =
    [
        ("cpu_suspend", "CPU_SUSPEND"), ("cpu_off", "CPU_OFF"), ("cpu_on", "CPU_ON"), ("migrate", "MIGRATE"),
    ];

    private void CheckPsci(TreeNode node, IReadOnlyList<string> compatibles)
    {
        if (CheckMethod(node, Rules.PsciMethod, "Linux does not use PSCI: other CPUs stay off, and SMCCC calls have no conduit (psci.c)"))
            Note(node, $"PSCI: calls by psci, {TreeNode.Strings(node.Find("method")!)[0]} #0, function id in x0 or r0; services of SMCCC are called the same way");

        var old = compatibles.Contains("arm,psci");
        var fixedIds = compatibles.Any(name => name is "arm,psci-0.2" or "arm,psci-1.0");
        if (old)
        {
            foreach (var name in (string[])["cpu_on", "cpu_off"])
            {
                if (node.Find(name) is not null) continue;
                Add(Rules.PsciIdsMissing, node, null, $"\"arm,psci\" without '{name}'",
                    name == "cpu_on" ? "systems of version 0.1 start one CPU only (arm/psci.yaml; Linux psci.c)" : "systems of version 0.1 cannot switch a CPU off (arm/psci.yaml; Linux psci.c)",
                    fixedIds ? "leave \"arm,psci\" out when no such system is to be served" : null);
            }
        }

        var seen = new Dictionary<uint, string>();
        foreach (var (name, call) in PsciIds)
        {
            if (node.Find(name) is not { } property) continue;
            if (!old)
            {
                Add(Rules.PsciIdsIgnored, node, property, $"'{name}' is not read from version 0.2 on", "systems take the fixed id (arm/psci.yaml)", "leave it out, or add \"arm,psci\" at the end of the compatibles");
            }

            if (property.Length != 4)
            {
                Add(Rules.PsciIdsWrong, node, property, $"'{name}' is not one cell", "the id is not read (Linux psci.c)");
                continue;
            }

            var id = TreeNode.Cells(property)[0];
            if (!seen.TryAdd(id, name)) Add(Rules.PsciIdsWrong, node, property, $"'{name}' has the id of '{seen[id]}', 0x{id:x}", "the two calls are the same (arm/psci.yaml)");
            else if (fixedIds && old) CheckPsciId(node, property, call, id);
        }
    }

    private void CheckPsciId(TreeNode node, Property property, string call, uint id)
    {
        if (_library.Find("psci") is not { } psci || HcallDecoder.Decode(psci, id).Function is not { } other || other.Name == call) return;
        var right = psci.Functions.FirstOrDefault(function => function.Name == call);
        Add(Rules.PsciIdsContradict, node, property, $"'{property.Name}' has the id of {other.Name}, 0x{id:x8}", "what version 0.2 answers to it is another call (DEN 0022)",
            right is null ? null : $"{call} is 0x{right.Number:x8}{(right.Number64 is { } wide ? $", with 64-bit arguments 0x{wide:x8}" : "")}");
    }

    private void CheckScmi(TreeNode node)
    {
        if (!_nodes.Exists(HasConduit))
        {
            Add(Rules.SmcccConduit, node, null, "no node of PSCI 0.2 or later says how SMCCC calls are made", "each call returns \"not supported\" before it is made (Linux arm-smccc.h, arm_smccc_1_1_invoke)");
        }

        if (node.Find("arm,smc-id") is not { } property)
        {
            Add(Rules.SmcccId, node, null, "the property 'arm,smc-id' is missing", "Linux does not set the channel up (firmware/arm,scmi.yaml)");
            return;
        }

        if (property.Length != 4)
        {
            Add(Rules.SmcccId, node, property, "'arm,smc-id' is not one cell", "Linux does not set the channel up (firmware/arm,scmi.yaml)");
            return;
        }

        if (_library.Find("smccc") is not { } smccc) return;
        var id = TreeNode.Cells(property)[0];
        var decoded = HcallDecoder.Decode(smccc, id);
        var span = TreeNode.CellSpan(property, 0);
        if (decoded.Impossible.Count > 0)
        {
            Add(Rules.SmcccId, node, property, $"'arm,smc-id' is 0x{id:x8}: {decoded.Impossible[0]}", "the call is answered with \"not supported\" (DEN 0028)", span: span);
        }
        else if ((id & 0x8000_0000) == 0)
        {
            var fast = id | 0x8000_0000;
            var meant = smccc.Numbers.RangeOf(fast) is { Kind: "vendor" } range ? $"the fast call is 0x{fast:x8} ({range.Name})" : null;
            Add(Rules.SmcccIdOwner, node, property, $"'arm,smc-id' 0x{id:x8} is in the range \"{decoded.Range?.Name}\"", "a doorbell is a fast call, bit 31 set (DEN 0028)", meant, span);
        }
        else
        {
            var owner = _library.Abis.Where(abi => abi.Root == smccc).Select(abi => HcallDecoder.Decode(abi, id)).FirstOrDefault(match => match.Function is not null);
            if (owner is not null && !IsDoorbell(owner))
                Add(Rules.SmcccIdOwner, node, property, $"'arm,smc-id' 0x{id:x8} is the call {owner.Function!.Name} of {owner.Abi.Name}", "the firmware does that instead of what the agent asks for", span: span);
            else if (decoded.Range is { Kind: "generic" } generic)
                Add(Rules.SmcccIdOwner, node, property, string.Create(CultureInfo.InvariantCulture, $"'arm,smc-id' 0x{id:x8} is in Arm's range \"{generic.Name}\""), "numbers there are given out by Arm (DEN 0028)", span: span);
        }
    }

    // Gunyah's doorbell is what Qualcomm's SCMI rings.
    private static bool IsDoorbell(DecodedNumber match) => match.Abi.Name == "smccc-gunyah" && match.Function!.Name == "BELL_SEND";

    private static bool HasConduit(TreeNode node) =>
        node.IsAvailable && node.Compatibles.Any(name => name is "arm,psci-0.2" or "arm,psci-1.0")
        && node.Find("method") is { } method && TreeNode.Strings(method) is ["hvc" or "smc"];
}
