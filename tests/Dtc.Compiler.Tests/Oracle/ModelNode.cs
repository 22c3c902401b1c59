namespace Dtc.Compiler.Tests.Oracle;

/// <summary>What the generator remembers of a node, so that most of what it writes makes sense. It may be wrong.</summary>
internal sealed class ModelNode(string name, ModelNode? parent)
{
    public string Name => name;

    public ModelNode? Parent => parent;

    public Dictionary<string, ModelNode> Children { get; } = [];

    public HashSet<string> Labels { get; } = [];

    /// <summary>Names of properties that were given.</summary>
    public HashSet<string> Properties { get; } = [];

    public bool Dead { get; private set; }

    /// <summary>The phandle given explicitly; 0 for none.</summary>
    public int Phandle { get; set; }

    public string Path => parent is null ? "/" : parent.Parent is null ? "/" + name : $"{parent.Path}/{name}";

    public string BaseName => name.Split('@')[0];

    public IEnumerable<ModelNode> All => Children.Values.SelectMany(child => child.All).Prepend(this);

    public ModelNode Add(string child)
    {
        if (!Children.TryGetValue(child, out var node)) Children.Add(child, node = new ModelNode(child, this));
        return node;
    }

    public void Delete()
    {
        Dead = true;
        foreach (var child in Children.Values) child.Delete();
        Children.Clear();
        parent?.Children.Remove(name);
    }
}
