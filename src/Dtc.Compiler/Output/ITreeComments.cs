using Dtc.Tree;

namespace Dtc.Compiler;

/// <summary>Remarks that source output carries as comments.</summary>
public interface ITreeComments
{
    /// <summary>The remark on a node; null for none.</summary>
    string? Of(Node node);

    /// <summary>The remark on a property; null for none.</summary>
    string? Of(Property property);
}
