namespace Cli.Output;

/// <summary>Names outputs after inputs.</summary>
internal static class OutputName
{
    /// <summary><c>.dts</c> becomes <c>.dtb</c>, <c>.dtso</c> <c>.dtbo</c>; other names get <c>.dtb</c> added.</summary>
    public static string ForInput(string input)
    {
        if (input.EndsWith(".dts", StringComparison.Ordinal)) return input[..^1] + "b";
        if (input.EndsWith(".dtso", StringComparison.Ordinal)) return input[..^2] + "bo";
        return input + ".dtb";
    }
}
