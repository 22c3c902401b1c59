namespace Hypervisor.Hcall;

/// <summary>What holds between the registers of an ABI on one architecture.</summary>
internal static class RegisterChecks
{
    /// <summary>Reports each contradiction with a message and a way out.</summary>
    public static void Check(HcallRegisters registers, Action<string, string?> fault)
    {
        string[] carrying = [registers.Function, .. registers.Arguments, .. registers.Results];
        foreach (var name in carrying.Where(IsSpecial).Distinct()) fault($"'{name}' cannot carry a value in a call", "registers like that are destroyed at most");
        var named = carrying.Concat(registers.Clobbered);
        if (registers.Client is { } client && (client != ThumbFrame || registers.Architecture != "arm32")) named = named.Append(client);
        foreach (var name in named.Distinct())
        {
            if (!Exists(registers.Architecture, name)) fault($"{registers.Architecture} has no register '{name}' that a call could use", "registers for the stack, the frame and the thread are not to be named");
        }

        Twice(registers.Arguments, "arguments", fault);
        Twice(registers.Results, "results", fault);
        Twice(registers.Clobbered, "clobbered registers", fault);
        if (registers.Arguments.Contains(registers.Function)) fault($"'{registers.Function}' carries the function id and an argument", null);
        if (registers.Client is { } id && (id == registers.Function || registers.Arguments.Contains(id))) fault($"'{id}' carries the client id and something else", null);
    }

    private static void Twice(IReadOnlyList<string> names, string what, Action<string, string?> fault)
    {
        foreach (var twin in names.GroupBy(name => name).Where(group => group.Count() > 1)) fault($"'{twin.Key}' is twice among the {what}", null);
    }

    // The frame pointer of Thumb code: only the client id may be in it, which the header does not set.
    private const string ThumbFrame = "r7";

    private static bool IsSpecial(string name) => name is "ctr" or "xer" or "lr" || name.StartsWith("cr", StringComparison.Ordinal);

    // A call cannot use the stack pointer and what the compiler keeps for itself: x18 is the platform's, x29, r11
    // and (Thumb) r7 are frame pointers. On Power r1, r2 and r13 are the stack, the table of contents or thread, and the small data area.
    private static bool Exists(string architecture, string name)
    {
        var number = name.Length > 1 && int.TryParse(name.AsSpan(1), out var parsed) ? parsed : -1;
        return architecture switch
        {
            "arm64" => name[0] == 'x' && number is >= 0 and <= 17 && name == $"x{number}",
            "arm32" => name[0] == 'r' && number is (>= 0 and <= 6) or 12 && name == $"r{number}",
            _ => IsSpecial(name) || (name[0] == 'r' && number is 0 or (>= 3 and <= 12) && name == $"r{number}"),
        };
    }
}
