namespace Dtc.Compiler.Tests.Robustness;

/// <summary>Tests that measure time: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedSuite
{
    public const string Name = "timed";
}
