using System.Collections.Concurrent;
using Cli.Hosting;
using Cli.Options;

namespace Cli.Inputs;

/// <summary>
/// The directories in which an input's includes are searched: those of the command line, then those of the
/// kernel tree, named or found around the input. Thread-safe; a batch looks around once per directory.
/// </summary>
internal sealed class IncludePath
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _byDirectory = new(StringComparer.Ordinal);
    private readonly List<string> _given;
    private readonly bool _search;

    /// <summary>Takes the options as written; a --kernel that is no such tree is a usage error.</summary>
    public IncludePath(IIncludeArguments arguments)
    {
        _given = [.. arguments.IncludeDirectories];
        _search = arguments.Kernel is null && !arguments.NoKernel;
        if (arguments.Kernel is not { } kernel) return;
        if (arguments.NoKernel) throw new UsageException("--kernel and --no-kernel exclude each other");
        var before = _given.Count;
        foreach (var below in (ReadOnlySpan<string>)[KernelTree.Prefixes, "include"])
        {
            var directory = Path.Join(kernel, below);
            if (Directory.Exists(directory)) _given.Add(directory);
        }

        if (_given.Count == before)
            throw new UsageException($"--kernel: neither {KernelTree.Prefixes} nor include is found in '{kernel}'");
    }

    /// <summary>Directories that are given, and the kernel tree around each input.</summary>
    public IncludePath(IReadOnlyList<string> directories) => (_given, _search) = ([.. directories], true);

    /// <summary>The directories for <paramref name="input"/>, in search order.</summary>
    public IReadOnlyList<string> For(string input)
    {
        if (!_search) return _given;
        var directory = input == "-" ? "" : Path.GetDirectoryName(input) ?? "/";
        return _byDirectory.GetOrAdd(directory, Find);
    }

    private IReadOnlyList<string> Find(string directory)
    {
        var found = KernelTree.FindAround(directory);
        return found.Count == 0 ? _given : [.. _given, .. found];
    }
}
