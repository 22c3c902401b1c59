namespace Corpus.Tests;

/// <summary>What one run of a tool gave.</summary>
/// <param name="ExitCode">The exit code; above 128 when a signal ended it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ToolRun(int ExitCode, byte[] Output, string Error);
