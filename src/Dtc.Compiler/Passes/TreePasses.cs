using Dtc.Compiler.Checks;

namespace Dtc.Compiler.Passes;

/// <summary>
/// What happens to a parsed tree before it is written, in dtc's order, which decides phandle numbers and the
/// place of generated nodes. All passes run, also after errors, so that one run reports them all; in dtc's flow
/// none runs after a failed check, unless the output is forced.
/// </summary>
internal static class TreePasses
{
    /// <summary>Runs them; false when a check at error level failed.</summary>
    public static bool Run(TreeContext context)
    {
        var (tree, options, names) = (context.Tree, context.Options, context.Names);
        if (options.BootCpu is { } cpu) tree.BootCpu = cpu;

        using var run = new CheckRun(context);
        var passed = CheckRunner.Run(run);
        if (!passed && run.DtcFlow && !options.Force) return false;

        var phandles = run.Phandles;
        if (options.AutoAliases) LabelNodes.Make(context, names.Aliases, null);
        var import = new MetadataImport(context, phandles);
        import.Labels();
        if (options.Symbols) LabelNodes.Make(context, names.Symbols, phandles);
        import.References();
        if (context.MakesFixups) Fixups.Make(context);

        if (options.Sort) Sorting.Run(tree);
        return passed;
    }
}
