using Cli.Hosting;
using Cli.Inputs;
using Dtc.Bindings;

namespace Cli.Validation;

/// <summary>Which bindings a command line asks for.</summary>
internal static class BindingChoice
{
    // Where the kernel, U-Boot and the kernel's device trees on their own keep theirs.
    private static readonly string[] Conventions =
        ["Documentation/devicetree/bindings", "dts/upstream/Bindings", "Bindings"];

    /// <summary>The sources of bindings; a command line that names none, and no tree that has any, is a usage error.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="input">The first input, around which a kernel tree is looked for.</param>
    /// <param name="host">Where the core schemas may be named.</param>
    public static BindingSources Of(ValidateArguments arguments, string input, Host host)
    {
        var paths = new List<string>(arguments.Bindings);
        var names = new List<string>();
        foreach (var named in arguments.Named)
        {
            if (IsFile(named)) paths.Add(named);
            else names.Add(named);
        }

        if (paths.Count == 0 && names.Count == 0) paths.Add(Find(arguments, arguments.Source ?? input));
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"there are no bindings at '{path}'");
        }

        return new BindingSources
        {
            Paths = paths,
            Names = names,
            CoreDirectory = BindingInputs.Core(arguments.Core, host),
            CacheDirectory = arguments.NoCache ? null : arguments.CacheDirectory ?? BindingLibrary.DefaultCacheDirectory,
        };
    }

    /// <summary>Whether <c>--binding</c> names a file, not one that is built in.</summary>
    internal static bool IsFile(string named) => named.Contains('/', StringComparison.Ordinal) || named.EndsWith(".yaml", StringComparison.Ordinal);

    private static string Find(ValidateArguments arguments, string input)
    {
        if (arguments.Kernel is { } kernel)
        {
            foreach (var below in Conventions)
            {
                if (Directory.Exists(Path.Join(kernel, below))) return Path.Join(kernel, below);
            }
        }

        var start = input == "-" ? "." : Path.GetDirectoryName(Path.GetFullPath(input)) ?? "/";
        for (var at = arguments.NoKernel ? null : Path.GetFullPath(start); at is not null; at = Path.GetDirectoryName(at))
        {
            foreach (var below in Conventions)
            {
                if (Directory.Exists(Path.Join(at, below)) && IsTree(at)) return Path.Join(at, below);
            }
        }

        throw new UsageException(
            "no bindings: give --bindings DIR (such as KERNEL/Documentation/devicetree/bindings), or --binding NAME for one that is built in");
    }

    // A directory that is merely called Bindings is none of ours.
    private static bool IsTree(string directory) =>
        Directory.Exists(Path.Join(directory, "include/dt-bindings")) || Directory.Exists(Path.Join(directory, "Documentation"))
        || Directory.Exists(Path.Join(directory, "dts/upstream"));
}
