using System.Runtime.InteropServices;
using System.Text;
using Cli.DropIn;
using Cli.Hosting;
using Dtc.Fdt;

namespace Cli.Edits;

/// <summary>A blob that a command edits: read as a whole, written back as a whole or not at all.</summary>
internal sealed class BlobFile
{
    private readonly string _path;
    private readonly Host _host;

    private BlobFile(string path, FdtEditor tree, Host host)
    {
        _path = path;
        Tree = tree;
        _host = host;
    }

    /// <summary>The blob.</summary>
    public FdtEditor Tree { get; }

    /// <summary>Reads the bytes of a file (<c>-</c> is standard input); complains and returns null when it cannot.</summary>
    public static byte[]? Read(string path, Host host)
    {
        var errno = ToolFile.TryRead(path, out var blob);
        if (errno == 0) return blob.Content.ToArray();
        host.Complain($"{path}: {Marshal.GetPInvokeErrorMessage(errno)}");
        return null;
    }

    /// <summary>Reads a blob to be edited; complains, with an exit code, when there is none.</summary>
    public static BlobFile? Open(string path, Host host, out int code)
    {
        code = ExitCode.UsageOrIO;
        if (Read(path, host) is not { } bytes) return null;
        code = ExitCode.Success;
        if (FdtEditor.TryOpen(bytes, out var tree, out var error)) return new BlobFile(path, tree, host);
        code = ExitCode.InputErrors;
        host.Complain($"{path}: {Describe(error)}");
        return null;
    }

    /// <summary>What is wrong with a file that should be a blob.</summary>
    public static string Describe(FdtError error) => error switch
    {
        FdtError.BadMagic => "this is no device tree blob",
        FdtError.Truncated => "the blob is cut off",
        FdtError.BadVersion => "a blob of this version cannot be edited",
        _ => $"the blob is damaged ({error.ToLibfdtName()})",
    };

    /// <summary>Finds a node by path, alias or <c>&amp;label</c>; complains when it is not there.</summary>
    public bool TryFind(string node, out int offset)
    {
        offset = 0;
        var path = node;
        if (node.StartsWith('&') && (path = PathOf(node[1..])) is null)
        {
            Complain($"no label '{node[1..]}' in /__symbols__");
            return false;
        }

        if (Tree.TryGetNode(Encoding.UTF8.GetBytes(path!), out offset, out var error)) return true;
        Complain(error switch
        {
            FdtError.NotFound => $"no node '{node}'",
            FdtError.BadPath => $"'{node}' is neither a path nor an alias",
            _ => Describe(error),
        });
        return false;
    }

    /// <summary>The path that a label stands for; null when <c>/__symbols__</c> does not say.</summary>
    public string? PathOf(string label) =>
        Tree.TryGetReader(out var reader, out _) && reader.TryGetSymbol(Encoding.UTF8.GetBytes(label), out var path)
            ? Encoding.UTF8.GetString(path)
            : null;

    /// <summary>The phandle of a node, which gets one when it has none; 0, and complains, when it cannot.</summary>
    public uint PhandleOf(string node)
    {
        if (!TryFind(node, out var offset) || !Tree.TryGetReader(out var reader, out _)) return 0;
        if (reader.TryGetNodeAt(offset, out var found, out _) && found.Phandle is var phandle and not 0) return phandle;
        if (reader.TryGetFreePhandle(out phandle, out var error)) error = Tree.SetProperty(offset, "phandle"u8, phandle);
        if (error == FdtError.None) return phandle;
        Complain($"'{node}' cannot be given a phandle ({error.ToLibfdtName()})");
        return 0;
    }

    /// <summary>Writes the blob, packed, to a file (<c>-</c> is standard output), by default where it came from.</summary>
    public int Save(string? output)
    {
        Tree.Pack();
        return ToolWriter.TryWriteBlob(output ?? _path, Tree.Blob, _host) ? ExitCode.Success : ExitCode.UsageOrIO;
    }

    /// <summary>Says what is wrong, with the file's name.</summary>
    public void Complain(string message) => _host.Complain($"{_path}: {message}");
}
