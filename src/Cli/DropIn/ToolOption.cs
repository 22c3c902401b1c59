namespace Cli.DropIn;

/// <summary>One option of a tool of the dtc family.</summary>
/// <param name="Letter">Its letter, which also tells options apart in the tool's code.</param>
/// <param name="Long">Its long name, without dashes.</param>
/// <param name="TakesArgument">It needs an argument.</param>
/// <param name="Help">What the usage text says about it; may hold line breaks.</param>
internal readonly record struct ToolOption(char Letter, string Long, bool TakesArgument, string Help);
