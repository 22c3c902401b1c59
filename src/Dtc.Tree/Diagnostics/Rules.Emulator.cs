namespace Dtc.Tree;

public static partial class Rules
{
    private static Rule[] EmulatorRules => [];
}
