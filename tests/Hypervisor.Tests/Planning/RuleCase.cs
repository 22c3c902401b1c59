namespace Hypervisor.Tests.Planning;

/// <summary>A configuration that breaks a rule.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Yaml">The configuration.</param>
/// <param name="Inputs">Its outside world.</param>
/// <param name="Says">Words of the message.</param>
/// <param name="Line">The line of the first finding; 0 for any.</param>
internal sealed record RuleCase(string Rule, string Yaml, Func<FakeInputs> Inputs, string? Says, int Line);
