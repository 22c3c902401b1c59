namespace Dtc.Fdt;

/// <summary>
/// A blob, or one of its blocks, would be larger than <see cref="int.MaxValue"/> bytes, the limit of all readers.
/// </summary>
public sealed class FdtTooLargeException : Exception
{
    /// <summary>Says that the blob is too large.</summary>
    public FdtTooLargeException()
        : base("the device tree blob would be larger than 2147483647 bytes")
    {
    }

    /// <summary>Says it in other words.</summary>
    public FdtTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>Says it in other words, with the cause.</summary>
    public FdtTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
