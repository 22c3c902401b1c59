namespace Dtc.Bindings.Documents;

/// <summary>One member of an object.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Position">Where the name stands.</param>
public readonly record struct SchemaMember(string Key, SchemaValue Value, SchemaPosition Position);

/// <summary>The members of an object in their order, each name once.</summary>
public sealed class SchemaMembers
{
    // Beyond this many, names are looked up through an index.
    private const int IndexThreshold = 12;

    private readonly List<SchemaMember> _members;
    private Dictionary<string, int>? _index;

    /// <summary>No members yet.</summary>
    public SchemaMembers() => _members = [];

    /// <summary>Members of different names.</summary>
    internal SchemaMembers(ReadOnlySpan<SchemaMember> members)
    {
        _members = new List<SchemaMember>(members.Length);
        _members.AddRange(members);
    }

    /// <summary>Number of members.</summary>
    public int Count => _members.Count;

    /// <summary>The member at a place in the order.</summary>
    public SchemaMember this[int index] => _members[index];

    /// <summary>The value of that name; null when there is none.</summary>
    public SchemaValue? Find(string key) => IndexOf(key) is var at and >= 0 ? _members[at].Value : null;

    /// <summary>True when there is a member of that name.</summary>
    public bool Contains(string key) => IndexOf(key) >= 0;

    /// <summary>Where that name stands; nowhere (0:0) when there is none.</summary>
    public SchemaPosition PositionOf(string key) => IndexOf(key) is var at and >= 0 ? _members[at].Position : default;

    /// <summary>Takes a member out and gives its value; null when there is none of that name.</summary>
    public SchemaValue? Take(string key)
    {
        var value = Find(key);
        if (value is not null) Remove(key);
        return value;
    }

    /// <summary>Replaces the value of that name where it stands, or appends it.</summary>
    public void Set(string key, SchemaValue value, SchemaPosition position = default)
    {
        if (IndexOf(key) is var at and >= 0)
        {
            _members[at] = _members[at] with { Value = value };
            return;
        }

        _index?.Add(key, _members.Count);
        _members.Add(new SchemaMember(key, value, position));
    }

    /// <summary>Takes a member out; false when there is none of that name.</summary>
    public bool Remove(string key)
    {
        if (IndexOf(key) is var at && at < 0) return false;
        _members.RemoveAt(at);
        _index = null;
        return true;
    }

    private int IndexOf(string key)
    {
        if (_members.Count <= IndexThreshold)
        {
            for (var i = 0; i < _members.Count; i++)
            {
                if (_members[i].Key == key) return i;
            }

            return -1;
        }

        return (Volatile.Read(ref _index) ?? MakeIndex()).GetValueOrDefault(key, -1);
    }

    // Schemas are read by many threads: an index is seen whole or not at all.
    private Dictionary<string, int> MakeIndex()
    {
        var index = new Dictionary<string, int>(_members.Count * 2, StringComparer.Ordinal);
        for (var i = 0; i < _members.Count; i++) index.Add(_members[i].Key, i);
        Volatile.Write(ref _index, index);
        return index;
    }
}
