using Dtc.Tree;

namespace Hypervisor.Hcall;

public sealed partial class NodeCheck
{
    private const string Silent = "Linux ends its scan without a message, and the guest runs without paravirtualisation (epapr_paravirt.c)";

    private string? _first;

    private void CheckInstructions(TreeNode node)
    {
        var instructions = node.Find("hcall-instructions");
        if (node.Find("hypercall-instructions") is { } misspelt)
        {
            Add(Rules.HcallInstructionsName, node, misspelt, "'hypercall-instructions' is read by nobody; the property is 'hcall-instructions'",
                instructions is null ? "the guest runs without paravirtualisation (ePAPR 1.1, 7.5; Linux epapr_paravirt.c)" : "it is of no effect beside the right one (ePAPR 1.1, 7.5)");
        }
        else if (instructions is null && IsEpapr(node))
        {
            Add(Rules.HcallInstructionsMissing, node, null, "a hypervisor node without 'hcall-instructions'", "each call fails, and no feature of the hypervisor is found (ePAPR 1.1, 7.5)");
        }

        if (instructions is null) return;
        if (_first is not null)
        {
            Add(Rules.HcallInstructionsTwice, node, instructions, $"'hcall-instructions' is in {_first} already", "Linux takes those of the first node (epapr_paravirt.c)");
        }

        _first ??= node.Node.Path;
        if (instructions.Length == 0)
            Add(Rules.HcallInstructionsLength, node, instructions, "'hcall-instructions' is empty", "the guest keeps the instructions it was built with, which fail every call (epapr_paravirt.c)");
        else if (instructions.Length % 4 != 0)
            Add(Rules.HcallInstructionsLength, node, instructions, $"'hcall-instructions' has {instructions.Length} byte{(instructions.Length == 1 ? "" : "s")}, no whole number of cells", Silent);
        else if (instructions.Length > 16)
            Add(Rules.HcallInstructionsLength, node, instructions, $"'hcall-instructions' has {instructions.Length / 4} cells; four are the most", Silent);
        else
            CheckWords(node, instructions, TreeNode.Cells(instructions));
    }

    // KVM's node may do without: QEMU's pseries writes them only where the host mends old calls, and other architectures call
    // KVM in ways of their own.
    private bool IsEpapr(TreeNode node) =>
        node.Node.Parent == _tree.Root && node.Node.Name.ToString() == "hypervisor"
        && node.Compatibles.Any(name => name.StartsWith("epapr,hypervisor-", StringComparison.Ordinal) || name.StartsWith("fsl,embedded-hypervisor", StringComparison.Ordinal));

    private void CheckWords(TreeNode node, Property property, uint[] words)
    {
        var code = PowerInstructions.Follow(words);
        var faulty = false;
        foreach (var at in code.Reached)
        {
            var word = words[at];
            if (word == 0)
            {
                faulty = true;
                Add(Rules.HcallInstructionsZero, node, property, $"word {at + 1} of 'hcall-instructions' is zero", "the guest executes it: an illegal instruction (Power ISA, appendix on illegal instructions)",
                    "nop is 0x60000000", TreeNode.CellSpan(property, at));
            }
            else if (!PowerInstructions.IsKnown(word))
            {
                Add(Rules.HcallInstructionsOpcode, node, property, $"word {at + 1} of 'hcall-instructions', 0x{word:x8}, is no Power instruction that is known", "the guest executes it",
                    PowerInstructions.IsKnown(PowerInstructions.Swap(word)) ? $"with its bytes in the other order it is 0x{PowerInstructions.Swap(word):x8}" : null, TreeNode.CellSpan(property, at));
            }
        }

        if (code.Leaves) return;
        if (code.Refusal is { } error && code.SystemCall is null)
        {
            Add(Rules.HcallInstructionsFallback, node, property, $"'hcall-instructions' return {error}{(error == 12 ? " (EV_UNIMPLEMENTED)" : "")} for every call", null);
            return;
        }

        if (code.SystemCall is { } plain)
        {
            var level = PowerInstructions.Level(words[plain]);
            Add(Rules.HcallInstructionsTrap, node, property, $"word {plain + 1} of 'hcall-instructions' is sc with level {level}, not 1",
                level == 0 ? "the call ends in the guest's own system call handler (Power ISA, System Call)" : "the call does not reach the hypervisor (Power ISA, System Call)",
                $"sc 1 is 0x{PowerInstructions.SystemCall1:x8}; KVM takes sc 0 with r0 = 0x4b564d21", TreeNode.CellSpan(property, plain));
            return;
        }

        var swapped = Array.Exists(words, word => PowerInstructions.Swap(word) == PowerInstructions.SystemCall1);
        if (faulty && Array.TrueForAll(words, word => word == 0)) return;
        Add(Rules.HcallInstructionsTrap, node, property, "no word of 'hcall-instructions' leads to the hypervisor", "each call returns what r3 held before it (ePAPR 1.1, 7.2)",
            swapped ? "cells are big endian: sc 1 is 0x44000022" : "sc 1 is 0x44000022");
    }
}
