namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>dtc's check <c>obsolete_chosen_interrupt_controller</c>.</summary>
    public static Rule ObsoleteChosenInterruptController { get; } = new(
        "DTS0429", "obsolete_chosen_interrupt_controller", Severity.Warning, "'/chosen' has an 'interrupt-controller'",
        "Old systems named the root interrupt controller there. Remove it: 'interrupt-parent' says so.");

    /// <summary>dtc's check <c>chosen_node_is_root</c>.</summary>
    public static Rule ChosenNodeIsRoot { get; } = new(
        "DTS0430", "chosen_node_is_root", Severity.Warning, "a node called 'chosen' is not directly below the root",
        "'/chosen' holds what the boot loader and the kernel tell each other; elsewhere nobody reads it. Move "
        + "it, or rename it.");

    /// <summary>dtc's check <c>chosen_node_bootargs</c>.</summary>
    public static Rule ChosenNodeBootargs { get; } = new(
        "DTS0431", "chosen_node_bootargs", Severity.Warning, "'bootargs' in '/chosen' is not one string",
        "The kernel's command line is one string: join the parts.");

    /// <summary>dtc's check <c>chosen_node_stdout_path</c>.</summary>
    public static Rule ChosenNodeStdoutPath { get; } = new(
        "DTS0432", "chosen_node_stdout_path", Severity.Warning, "'stdout-path' in '/chosen' is not one string, or has its old name",
        "'stdout-path' is one string, a path or an alias, with options behind a ':'. 'linux,stdout-path' is "
        + "its old name.");

    private static Rule[] ChosenCheckRules =>
    [
        ObsoleteChosenInterruptController, ChosenNodeIsRoot, ChosenNodeBootargs, ChosenNodeStdoutPath,
    ];
}
