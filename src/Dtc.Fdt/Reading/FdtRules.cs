namespace Dtc.Fdt;

/// <summary>Which generation of libfdt a check follows; they differ in a few corners.</summary>
public enum FdtRules
{
    /// <summary>
    /// libfdt 1.6.1: the reservation and structure blocks may start anywhere, but nothing (not even NOP) may stand
    /// between the root's end and the END token. One difference remains, on purpose: 1.6.1 takes (or loops forever
    /// on) property lengths so large that adding them to the offset wraps around; here they are
    /// <see cref="FdtError.BadStructure"/>, as in every later libfdt.
    /// </summary>
    Libfdt16,

    /// <summary>
    /// libfdt 1.8: the reservation block starts on an 8-byte boundary and the structure block on a 4-byte one
    /// (<see cref="FdtError.Alignment"/>, as the Devicetree Specification v0.4, section 5.6, demands); NOP tokens may
    /// precede END.
    /// </summary>
    Libfdt18,
}
