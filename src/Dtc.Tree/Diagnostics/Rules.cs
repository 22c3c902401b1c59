namespace Dtc.Tree;

/// <summary>
/// The table of all rules, in one partial class split by layer: files (DTS00xx), preprocessor (DTS01xx),
/// syntax (DTS02xx), tree (DTS03xx), dtc's checks at warning level (DTS04xx), what bindings find in trees (BND00xx),
/// bindings as texts (BND01xx), rules across nodes (BND02xx), boots (EMU00xx), guest configurations and plans (GST00xx, GST01xx),
/// derived trees (GST02xx), hypercall ABIs (HCL00xx). <c>docs/rules/</c> has a page for each; a test holds them together.
/// </summary>
public static partial class Rules
{
    /// <summary>Every rule, by id.</summary>
    public static IReadOnlyList<Rule> All => field ??=
    [
        .. BindingRules,
        .. AuthoringRules,
        .. CrossingRules,
        .. FileRules,
        .. PreprocessorRules,
        .. SyntaxRules,
        .. TreeRules,
        .. NameCheckRules,
        .. AddressCheckRules,
        .. ChosenCheckRules,
        .. ProviderRules,
        .. DeviceCheckRules,
        .. EmulatorRules,
        .. GuestRules,
        .. DerivationRules,
        .. GenerationRules,
        .. HcallRules,
    ];
}
