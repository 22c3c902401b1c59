using Dtc.Compiler;
using Dtc.Tree;

namespace Hypervisor.Trees;

/// <summary>A tree that was generated, with a note for nodes and properties on where they came from.</summary>
public sealed class GeneratedTree : ITreeComments
{
    private readonly Dictionary<object, string> _origins;

    internal GeneratedTree(DeviceTree tree, Dictionary<object, string> origins)
    {
        Tree = tree;
        _origins = origins;
    }

    /// <summary>The tree; its properties have their final values.</summary>
    public DeviceTree Tree { get; }

    /// <summary>Where a node came from: a path of the host's tree, the hypervisor, or an entry of the configuration. Null for what its parent tells.</summary>
    public string? OriginOf(Node node) => _origins.GetValueOrDefault(node);

    /// <summary>Where a property came from, when it did not come with its node.</summary>
    public string? OriginOf(Property property) => _origins.GetValueOrDefault(property);

    string? ITreeComments.Of(Node node) => OriginOf(node);

    string? ITreeComments.Of(Property property) => OriginOf(property);

    /// <summary>The tree as source (UTF-8), with the origins as comments.</summary>
    public byte[] ToSource(bool comments = true) =>
        Write(new CompileOptions { OutputFormat = OutputFormat.Source, Comments = comments ? this : null });

    /// <summary>The tree as a blob of version 17.</summary>
    /// <param name="padding">Free bytes at the end, for those who edit it in place.</param>
    public byte[] ToBlob(int padding = 0) => Write(new CompileOptions { OutputFormat = OutputFormat.Blob, Padding = padding });

    private byte[] Write(CompileOptions options)
    {
        var compilation = new Compilation { Tree = Tree, Diagnostics = new DiagnosticBag() };
        return new DtsCompiler().Write(compilation, options)
            ?? throw new InvalidOperationException(compilation.Diagnostics.Items[0].Message);
    }
}
