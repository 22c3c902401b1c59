using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Hypervisor.Hcall;

/// <summary>Something wrong with the file of an ABI.</summary>
/// <param name="Rule">The rule it breaks.</param>
/// <param name="File">The file.</param>
/// <param name="Position">Where in it; 0:0 for the whole.</param>
/// <param name="Message">One sentence without a final full stop.</param>
/// <param name="Help">A way out; null for none.</param>
public sealed record AbiFinding(Rule Rule, string File, SchemaPosition Position, string Message, string? Help = null);
