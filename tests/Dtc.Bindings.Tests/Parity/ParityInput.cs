using System.Globalization;
using Dtc.Compiler;
using Dtc.Parser.Preprocessing;

namespace Dtc.Bindings.Tests.Parity;

/// <summary>
/// A blob by name, made when it is needed: <c>arch/…/board.dts</c> is a board of the kernel,
/// <c>…/binding.yaml</c> the examples of a binding, and <c>NAME#7</c> what <see cref="Damage"/> makes of it with
/// seed 7.
/// </summary>
internal sealed class ParityInput
{
    private readonly DtsCompiler _compiler = new();

    /// <summary>Makes a blob.</summary>
    /// <returns>The blob; null when the source is gone or does not compile.</returns>
    public byte[]? Make(string name)
    {
        var hash = name.LastIndexOf('#');
        if (hash < 0) return Compile(name);
        return Compile(name[..hash]) is { } blob ? Damage.Of(blob, int.Parse(name.AsSpan(hash + 1), CultureInfo.InvariantCulture)) : null;
    }

    private byte[]? Compile(string name)
    {
        var file = Path.Combine(KernelBindings.Kernel, name);
        if (!File.Exists(file)) return null;
        var prefixes = Path.Combine(KernelBindings.Kernel, "scripts/dtc/include-prefixes");
        var options = new CompileOptions
        {
            Symbols = true,
            Preprocess = new PreprocessOptions { IncludeDirectories = [Path.GetDirectoryName(file)!, prefixes] },
        };
        if (!name.EndsWith(".yaml", StringComparison.Ordinal)) return _compiler.Compile(file, options).Output;
        if (BindingExample.Extract(File.ReadAllBytes(file)) is not { } source) return null;
        using var scratch = new Scratch();
        return _compiler.Compile(scratch.Write("example.dts", source), options).Output;
    }
}
