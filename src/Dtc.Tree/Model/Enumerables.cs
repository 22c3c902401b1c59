namespace Dtc.Tree;

/// <summary>The live properties of a node; <c>foreach</c> over it allocates nothing.</summary>
public readonly struct PropertyEnumerable
{
    private readonly Node _node;

    internal PropertyEnumerable(Node node) => _node = node;

    /// <summary>Starts the enumeration.</summary>
    public Enumerator GetEnumerator() => new(_node);

    /// <summary>Walks the live properties.</summary>
    public struct Enumerator
    {
        private Property? _next;

        internal Enumerator(Node node)
        {
            _next = node.FirstProperty;
            Current = null!;
        }

        /// <summary>The current property.</summary>
        public Property Current { get; private set; }

        /// <summary>Goes to the next live property.</summary>
        public bool MoveNext()
        {
            while (_next is { Deleted: true }) _next = _next.Next;
            if (_next is null) return false;
            Current = _next;
            _next = _next.Next;
            return true;
        }
    }
}

/// <summary>The live children of a node; <c>foreach</c> over it allocates nothing.</summary>
public readonly struct ChildEnumerable
{
    private readonly Node _node;

    internal ChildEnumerable(Node node) => _node = node;

    /// <summary>Starts the enumeration.</summary>
    public Enumerator GetEnumerator() => new(_node);

    /// <summary>Walks the live children.</summary>
    public struct Enumerator
    {
        private readonly Node? _next;

        internal Enumerator(Node node)
        {
            _next = node.FirstChild;
            Current = null!;
        }

        /// <summary>The current child.</summary>
        public Node Current { get; private set; }

        /// <summary>Goes to the next live child. Children appended meanwhile are visited too.</summary>
        public bool MoveNext()
        {
            var next = Current is null ? _next : Current.NextSibling;
            while (next is { Deleted: true }) next = next.NextSibling;
            if (next is null) return false;
            Current = next;
            return true;
        }
    }
}
