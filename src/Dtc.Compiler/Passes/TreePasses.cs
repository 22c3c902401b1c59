namespace Dtc.Compiler.Passes;

/// <summary>
/// What happens to a parsed tree before it is written, in dtc's order, which decides phandle numbers and the
/// place of generated nodes. All passes run, also after errors, so that one run reports them all.
/// </summary>
internal static class TreePasses
{
    public static void Run(TreeContext context)
    {
        var (tree, options, names) = (context.Tree, context.Options, context.Names);
        if (options.BootCpu is { } cpu) tree.BootCpu = cpu;

        NameChecks.Run(context);
        LabelChecks.Run(context);
        var phandles = new Phandles(context);
        phandles.CollectExplicit();
        var references = new References(context, phandles);
        references.ResolvePhandles();
        references.ResolvePaths();
        references.OmitUnreferenced();

        if (options.AutoAliases) LabelNodes.Make(context, names.Aliases, null);
        var import = new MetadataImport(context, phandles);
        import.Labels();
        if (options.Symbols) LabelNodes.Make(context, names.Symbols, phandles);
        import.References();
        if (context.MakesFixups) Fixups.Make(context);

        if (options.Sort) Sorting.Run(tree);
    }
}
