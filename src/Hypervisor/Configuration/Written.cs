using Dtc.Bindings.Documents;

namespace Hypervisor.Configuration;

/// <summary>A value that somebody wrote, and where.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="At">Line and column in the configuration.</param>
public readonly record struct Written<T>(T Value, SchemaPosition At);
