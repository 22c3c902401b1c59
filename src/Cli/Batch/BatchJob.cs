namespace Cli.Batch;

/// <summary>One input of a batch and where its blob goes.</summary>
/// <param name="Input">The input as written.</param>
/// <param name="Output">The blob's path.</param>
internal readonly record struct BatchJob(string Input, string Output);
