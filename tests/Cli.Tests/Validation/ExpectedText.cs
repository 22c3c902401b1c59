namespace Cli.Tests.Validation;

/// <summary>Output that was read and approved.</summary>
internal static class ExpectedText
{
    public const string Bad = "";
}
