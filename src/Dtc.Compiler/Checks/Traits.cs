namespace Dtc.Compiler.Checks;

/// <summary>
/// What the names of a node and of its properties give away, gathered in one walk, so that a check only looks at nodes
/// that can concern it. Bits 0 to 15 are the properties of <see cref="Provider.All"/>, bits 16 to 31 their cells.
/// </summary>
[Flags]
internal enum Traits : ulong
{
    /// <summary>Nothing; as a trigger: all nodes.</summary>
    None = 0,
    AddressCells = 1UL << 32,
    SizeCells = 1UL << 33,
    DeviceType = 1UL << 34,
    Model = 1UL << 35,
    Status = 1UL << 36,
    Label = 1UL << 37,
    Compatible = 1UL << 38,

    /// <summary>A property called <c>…-names</c>.</summary>
    NameList = 1UL << 39,
    Reg = 1UL << 40,
    Ranges = 1UL << 41,
    DmaRanges = 1UL << 42,
    InterruptController = 1UL << 43,
    InterruptMap = 1UL << 44,
    Interrupts = 1UL << 45,

    /// <summary><c>phandle</c> or <c>linux,phandle</c>.</summary>
    Phandle = 1UL << 46,

    /// <summary>A property that lists GPIOs.</summary>
    Gpio = 1UL << 47,
    RemoteEndpoint = 1UL << 48,

    /// <summary>A property called <c>spi-…</c>.</summary>
    SpiProperty = 1UL << 49,
    NameProperty = 1UL << 50,
    BadPropertyName = 1UL << 51,

    /// <summary>A property name with characters that are allowed but not recommended.</summary>
    LoosePropertyName = 1UL << 52,

    /// <summary>The traits that come from names of properties.</summary>
    OfProperties = (1UL << 53) - 1,

    I2cName = 1UL << 53,
    SpiName = 1UL << 54,
    EndpointName = 1UL << 55,
    ChosenName = 1UL << 56,
    AliasesName = 1UL << 57,

    /// <summary>A node name with <c>@</c>, or an empty one.</summary>
    AtName = 1UL << 58,
    BadNodeName = 1UL << 59,
    LooseNodeName = 1UL << 60,

    /// <summary>The traits that come from the name of the node.</summary>
    OfNode = I2cName | SpiName | EndpointName | ChosenName | AliasesName | AtName | BadNodeName | LooseNodeName,

    /// <summary>A child is an endpoint by its name or properties.</summary>
    EndpointChild = 1UL << 61,

    /// <summary>A child has a property <c>spi-…</c>.</summary>
    SpiChild = 1UL << 62,

    /// <summary>Marks names that were looked at already.</summary>
    Known = 1UL << 63,
}
