using System.Buffers.Binary;
using System.Numerics;

namespace Dtc.Tree;

/// <summary>
/// Interns names. Thread-safe: looking up takes no lock, adding takes one. The compilations of a batch share
/// a table, so that a name costs memory once.
/// </summary>
public sealed class NameTable
{
    // Seeded per process, so that no input can be prepared whose names all collide.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    private readonly Lock _growing = new();
    private Name?[] _slots = new Name?[4096];
    private int _count;

    /// <summary>Makes a table that knows the names the tree semantics refer to.</summary>
    public NameTable()
    {
        Empty = Intern(""u8);
        Phandle = Intern("phandle"u8);
        LinuxPhandle = Intern("linux,phandle"u8);
        NameProperty = Intern("name"u8);
        Reg = Intern("reg"u8);
        Cpus = Intern("cpus"u8);
        Aliases = Intern("aliases"u8);
        Symbols = Intern("__symbols__"u8);
        Fixups = Intern("__fixups__"u8);
        LocalFixups = Intern("__local_fixups__"u8);
        Overlay = Intern("__overlay__"u8);
        Target = Intern("target"u8);
        TargetPath = Intern("target-path"u8);
    }

    /// <summary>Number of names; every <see cref="Name.Id"/> is below it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The root's name.</summary>
    public Name Empty { get; }

    /// <summary><c>phandle</c>.</summary>
    public Name Phandle { get; }

    /// <summary><c>linux,phandle</c>, the pre-ePAPR spelling.</summary>
    public Name LinuxPhandle { get; }

    /// <summary><c>name</c>, the property that repeats the node's base name.</summary>
    public Name NameProperty { get; }

    /// <summary><c>reg</c>.</summary>
    public Name Reg { get; }

    /// <summary><c>cpus</c>.</summary>
    public Name Cpus { get; }

    /// <summary><c>aliases</c>.</summary>
    public Name Aliases { get; }

    /// <summary><c>__symbols__</c>.</summary>
    public Name Symbols { get; }

    /// <summary><c>__fixups__</c>.</summary>
    public Name Fixups { get; }

    /// <summary><c>__local_fixups__</c>.</summary>
    public Name LocalFixups { get; }

    /// <summary><c>__overlay__</c>.</summary>
    public Name Overlay { get; }

    /// <summary><c>target</c>, the property of an overlay fragment.</summary>
    public Name Target { get; }

    /// <summary><c>target-path</c>, the property of an overlay fragment.</summary>
    public Name TargetPath { get; }

    /// <summary>The one <see cref="Name"/> of these bytes.</summary>
    public Name Intern(ReadOnlySpan<byte> utf8)
    {
        var hash = HashOf(utf8);
        var slots = Volatile.Read(ref _slots);
        for (var i = hash; ; i++)
        {
            var name = Volatile.Read(ref slots[i & (uint)(slots.Length - 1)]);
            if (name is null) return Add(utf8, hash);
            if (name.Hash == hash && name.Utf8.SequenceEqual(utf8)) return name;
        }
    }

    /// <summary>The name of these bytes if the table has it; null otherwise.</summary>
    public Name? Find(ReadOnlySpan<byte> utf8)
    {
        var hash = HashOf(utf8);
        var slots = Volatile.Read(ref _slots);
        for (var i = hash; ; i++)
        {
            var name = Volatile.Read(ref slots[i & (uint)(slots.Length - 1)]);
            if (name is null) return null;
            if (name.Hash == hash && name.Utf8.SequenceEqual(utf8)) return name;
        }
    }

    private Name Add(ReadOnlySpan<byte> utf8, uint hash)
    {
        lock (_growing)
        {
            var slots = _slots;
            var i = hash;
            for (; slots[i & (uint)(slots.Length - 1)] is { } other; i++)
            {
                if (other.Hash == hash && other.Utf8.SequenceEqual(utf8)) return other; // somebody was faster
            }

            var name = new Name(utf8.ToArray(), hash, _count);
            Volatile.Write(ref _count, _count + 1); // before others can see the name: its id must be below Count
            Volatile.Write(ref slots[i & (uint)(slots.Length - 1)], name);
            if (_count * 2 > slots.Length) Grow(slots);
            return name;
        }
    }

    private void Grow(Name?[] old)
    {
        var slots = new Name?[old.Length * 2];
        foreach (var name in old)
        {
            if (name is null) continue;
            var i = name.Hash;
            while (slots[i & (uint)(slots.Length - 1)] is not null) i++;
            slots[i & (uint)(slots.Length - 1)] = name;
        }

        Volatile.Write(ref _slots, slots);
    }

    private static uint HashOf(ReadOnlySpan<byte> utf8)
    {
        var h = Seed + (ulong)utf8.Length;
        while (utf8.Length >= 8)
        {
            h = (h ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * 0x9E3779B97F4A7C15;
            h = BitOperations.RotateLeft(h, 29);
            utf8 = utf8[8..];
        }

        ulong tail = 0;
        if (utf8.Length >= 4)
        {
            tail = BinaryPrimitives.ReadUInt32LittleEndian(utf8)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8[^4..]) << 32);
        }
        else
        {
            for (var i = 0; i < utf8.Length; i++) tail = (tail << 8) | utf8[i];
        }

        h = (h ^ tail) * 0x9E3779B97F4A7C15;
        h ^= h >> 32;
        return (uint)(h * 0xD6E8FEB86659FD93 >> 32);
    }
}
