namespace Dtc.Bindings.Values;

/// <summary>
/// A node as bindings see it: properties in the order of the tree, then its children. A child that has the name of
/// a property replaces its value.
/// </summary>
public sealed class TypedObject
{
    // Beyond this many, members are looked up through an index.
    private const int IndexThreshold = 16;

    private (Symbol Name, TypedValue Value)[] _members = new (Symbol, TypedValue)[8];
    private Dictionary<Symbol, int>? _index;

    internal TypedObject(Symbol name) => Name = name;

    /// <summary>The node's name with its unit address; <c>/</c> for the root.</summary>
    public Symbol Name { get; }

    /// <summary>Number of members.</summary>
    public int Count { get; private set; }

    /// <summary>Name of the member at a place in the order.</summary>
    public Symbol NameAt(int index) => _members[index].Name;

    /// <summary>Value of the member at a place in the order.</summary>
    public ref readonly TypedValue ValueAt(int index) => ref _members[index].Value;

    /// <summary>Place of a member in the order; -1 when there is none of that name.</summary>
    public int IndexOf(Symbol name)
    {
        if (Count <= IndexThreshold)
        {
            for (var i = 0; i < Count; i++)
            {
                if (ReferenceEquals(_members[i].Name, name)) return i;
            }

            return -1;
        }

        if (_index is null)
        {
            _index = new Dictionary<Symbol, int>(Count * 2);
            for (var i = 0; i < Count; i++) _index.Add(_members[i].Name, i);
        }

        return _index.GetValueOrDefault(name, -1);
    }

    /// <summary>Finds a member.</summary>
    public bool TryGet(Symbol name, out TypedValue value)
    {
        var at = IndexOf(name);
        value = at >= 0 ? _members[at].Value : default;
        return at >= 0;
    }

    /// <summary>A copy with one member more, at the end; the members' values are shared.</summary>
    internal TypedObject With(Symbol name, in TypedValue value)
    {
        var copy = new TypedObject(Name) { _members = new (Symbol, TypedValue)[Count + 1], Count = Count };
        Array.Copy(_members, copy._members, Count);
        copy.Set(name, value);
        return copy;
    }

    internal void Set(Symbol name, in TypedValue value)
    {
        if (IndexOf(name) is var at and >= 0)
        {
            _members[at].Value = value;
            return;
        }

        if (Count == _members.Length) Array.Resize(ref _members, Count * 2);
        _index?.Add(name, Count);
        _members[Count++] = (name, value);
    }

    internal void SetAt(int index, in TypedValue value) => _members[index].Value = value;

    internal void Remove(Symbol name)
    {
        var at = IndexOf(name);
        if (at < 0) return;
        Array.Copy(_members, at + 1, _members, at, Count - at - 1);
        Count--;
        _index = null;
    }

    internal static bool AreEqual(TypedObject one, TypedObject two)
    {
        if (one.Count != two.Count) return false;
        for (var i = 0; i < one.Count; i++)
        {
            if (!two.TryGet(one.NameAt(i), out var other) || !TypedValue.AreEqual(one.ValueAt(i), other)) return false;
        }

        return true;
    }
}
