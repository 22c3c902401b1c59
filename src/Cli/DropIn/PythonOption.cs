namespace Cli.DropIn;

/// <summary>An option of one of dt-schema's tools.</summary>
/// <param name="Letter">Its letter; NUL for none.</param>
/// <param name="Name">Its long name without dashes; also what the tool tells it by.</param>
/// <param name="Argument">Name of its argument in the usage; null when it takes none.</param>
/// <param name="Help">What it does.</param>
internal sealed record PythonOption(char Letter, string Name, string? Argument, string Help)
{
    /// <summary><c>-h</c>, which all tools have.</summary>
    public static PythonOption HelpOption { get; } = new('h', "help", null, "show this text and exit");

    /// <summary><c>-V</c>, which nearly all have.</summary>
    public static PythonOption VersionOption { get; } = new('V', "version", null, "print the version and exit");

    /// <summary>Whether the tool cannot do without.</summary>
    public bool IsRequired { get; init; }

    /// <summary>How messages call it: <c>-s/--schema</c>.</summary>
    public string DisplayName => Letter == '\0' ? $"--{Name}" : $"-{Letter}/--{Name}";

    /// <summary>How the usage line shows it.</summary>
    public string Usage
    {
        get
        {
            var text = Letter == '\0' ? $"--{Name}" : $"-{Letter}";
            if (Argument is not null) text += $" {Argument}";
            return IsRequired ? text : $"[{text}]";
        }
    }
}

/// <summary>Operands of one of dt-schema's tools.</summary>
/// <param name="Name">Their name in the usage.</param>
/// <param name="Least">How many there must be, 0 or 1.</param>
/// <param name="IsMany">Whether there may be any number of them.</param>
/// <param name="Help">What they are.</param>
internal sealed record PythonOperand(string Name, int Least, bool IsMany, string Help)
{
    /// <summary>How the usage line shows it.</summary>
    public string Usage => (Least, IsMany) switch
    {
        (0, _) => $"[{Name} ...]",
        (_, true) => $"{Name} [{Name} ...]",
        _ => Name,
    };
}
