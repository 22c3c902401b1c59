using System.Diagnostics;
using Xunit;

namespace Hypervisor.Tests.Hcall;

/// <summary>Debian's cross compilers, the oracle for headers.</summary>
internal sealed record CrossCompiler(string Prefix, string Architecture, string[] Options)
{
    public const string Install = "please run: scripts/install.sh gcc-aarch64-linux-gnu gcc-arm-linux-gnueabihf gcc-powerpc-linux-gnu";

    public static readonly CrossCompiler Arm64 = new("aarch64-linux-gnu-", "arm64", []);
    public static readonly CrossCompiler Arm32 = new("arm-linux-gnueabihf-", "arm32", ["-march=armv7ve+fp"]);
    public static readonly CrossCompiler Power = new("powerpc-linux-gnu-", "power", []);

    public static CrossCompiler Of(string architecture) => architecture switch
    {
        "arm64" => Arm64,
        "arm32" => Arm32,
        _ => Power,
    };

    /// <summary>Compiles a text to an object file; fails the test with what the compiler says.</summary>
    public string Compile(string directory, string name, string text, params string[] options)
    {
        var source = Path.Join(directory, name);
        File.WriteAllText(source, text);
        var output = source + ".o";
        var (code, said) = Run("gcc", [.. Options, "-c", "-o", output, source, .. options]);
        Assert.True(code == 0 && said.Length == 0, $"{name}: {said}");
        return output;
    }

    /// <summary>Whether a compilation fails.</summary>
    public bool Refuses(string directory, string name, string text, params string[] options)
    {
        var source = Path.Join(directory, name);
        File.WriteAllText(source, text);
        return Run("gcc", [.. Options, "-c", "-o", "/dev/null", source, .. options]).Code != 0;
    }

    /// <summary>The instructions of one function: mnemonic and operands, blanks made one.</summary>
    public List<string> Disassemble(string file, string function)
    {
        var (code, text) = Run("objdump", ["-d", "--no-show-raw-insn", file]);
        Assert.Equal(0, code);
        var lines = text.Split('\n').SkipWhile(line => !line.Contains($"<{function}>:", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Length > 0);
        return [.. lines.Select(line => string.Join(' ', line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
    }

    public bool Has(string tool) => Find(Prefix + tool) is not null;

    private (int Code, string Text) Run(string tool, string[] arguments)
    {
        var program = Find(Prefix + tool);
        Assert.True(program is not null, $"{Prefix}{tool} is missing; {Install}");
        using var process = Process.Start(new ProcessStartInfo(program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(directory => Path.Join(directory, name)).FirstOrDefault(File.Exists);
}
