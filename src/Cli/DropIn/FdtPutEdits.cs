using System.Text;
using Cli.Hosting;
using Dtc.Fdt;

namespace Cli.DropIn;

/// <summary>
/// What fdtput does to a blob. It grows the blob by just what the next edit may need, and says of an error only which
/// argument it met.
/// </summary>
internal sealed class FdtPutEdits
{
    private readonly Host _host;
    private readonly FdtEditor? _blob;
    private readonly FdtError _unreadable;

    /// <summary>Takes the blob of a file; should it be none, every edit says so.</summary>
    public FdtPutEdits(ToolBlob file, Host host)
    {
        _host = host;
        FdtEditor.TryWrap(file.Content.ToArray(), out _blob, out _unreadable);
    }

    /// <summary>Sets a property of an existing node.</summary>
    public bool SetProperty(string path, string name, byte[] value)
    {
        if (!TryFind(path, path, out var node)) return false;
        var key = Encoding.UTF8.GetBytes(name);
        var error = _blob!.SetProperty(node, key, value);
        if (error == FdtError.NoSpace)
        {
            var isNew = !_blob.TryGetProperty(node, key, out var old, out _);
            var growth = isNew ? 12 + key.Length + 1 : 0;
            // Of a property that is not there the tool takes the error code for its length.
            var oldLength = isNew ? -(int)FdtError.NotFound : old.Length;
            if (value.Length > oldLength) growth += Align(value.Length) - Align(oldLength);
            _blob.Resize(_blob.TotalSize + growth);
            error = _blob.SetProperty(node, key, value);
        }

        return error == FdtError.None || Fail(name, error);
    }

    /// <summary>Creates nodes whose parents exist, or all that is missing on the way to them.</summary>
    public bool CreateNodes(List<string> paths, bool makesPath)
    {
        foreach (var path in paths)
        {
            if (makesPath ? !CreatePath(path) : !CreateNode(path)) return false;
        }

        return true;
    }

    /// <summary>Creates what is missing of a path. A trailing slash asks for a node without a name.</summary>
    public bool CreatePath(string path)
    {
        if (_blob is null) return Fail(path, _unreadable);
        path = path.TrimStart('/');
        var node = 0;
        for (var more = path.Length > 0; more;)
        {
            var end = path.IndexOf('/', StringComparison.Ordinal);
            more = end >= 0;
            var name = more ? path[..end] : path;
            var key = Encoding.UTF8.GetBytes(name);
            var parent = node;
            if (!_blob.TryGetChild(parent, key, out node, out var error) && error == FdtError.NotFound)
            {
                GrowForNode(path);
                error = _blob.AddNode(parent, key, out node);
            }

            if (error != FdtError.None) return Fail(name, error);
            if (more) path = path[(end + 1)..];
        }

        return true;
    }

    /// <summary>Removes nodes with everything in them.</summary>
    public bool RemoveNodes(List<string> paths)
    {
        foreach (var path in paths)
        {
            if (!TryFind(path, path, out var node)) return false;
            if (_blob!.RemoveNode(node) is var error && error != FdtError.None) return Fail(path, error);
        }

        return true;
    }

    /// <summary>Removes properties of one node.</summary>
    public bool RemoveProperties(string path, List<string> names)
    {
        foreach (var name in names)
        {
            if (!TryFind(path, path, out var node)) return false;
            var error = _blob!.RemoveProperty(node, Encoding.UTF8.GetBytes(name));
            if (error != FdtError.None) return Fail(path, error);
        }

        return true;
    }

    /// <summary>Packs the blob; one that cannot be packed is written as it is, as the tool does.</summary>
    public bool TryPack(out ReadOnlySpan<byte> blob)
    {
        blob = default;
        if (_blob is null) return Fail("", _unreadable);
        _blob.Pack();
        blob = _blob.Blob;
        return true;
    }

    private bool CreateNode(string path)
    {
        var slash = path.LastIndexOf('/');
        if (slash < 0) return Fail(path, FdtError.BadPath);
        if (_blob is null) return Fail(path, _unreadable);
        var name = path[(slash + 1)..];
        GrowForNode(name);
        var parent = 0;
        if (slash > 0 && !TryFind(path[..slash], path, out parent)) return false;
        var error = _blob.AddNode(parent, Encoding.UTF8.GetBytes(name), out _);
        return error == FdtError.None || Fail(name, error);
    }

    private void GrowForNode(string name) =>
        _blob!.Resize(_blob.TotalSize + 4 + Align(Encoding.UTF8.GetByteCount(name) + 1) + 4);

    private bool TryFind(string path, string shown, out int node)
    {
        node = 0;
        if (_blob is null) return Fail(shown, _unreadable);
        return _blob.TryGetNode(Encoding.UTF8.GetBytes(path), out node, out var error) || Fail(shown, error);
    }

    private bool Fail(string argument, FdtError error)
    {
        // The tool pads to one character.
        _host.WriteError(Encoding.UTF8.GetBytes($"Error at '{argument,1}': {error.ToLibfdtName()}\n"));
        return false;
    }

    private static int Align(int size) => (size + 3) & ~3;
}
