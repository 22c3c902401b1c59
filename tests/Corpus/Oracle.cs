namespace Corpus.Tests;

/// <summary><c>gcc -E … | dtc …</c> with the options of kbuild, run in one directory.</summary>
public sealed class Oracle(string directory)
{
    /// <summary>The expansion of a source; null when gcc refuses it.</summary>
    public byte[]? Preprocess(string source, IEnumerable<string> includeDirectories)
    {
        string[] options = ["-E", "-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp"];
        var run = OracleTools.Run(
            OracleTools.Gcc, [.. options, .. includeDirectories.SelectMany(d => new[] { "-I", d }), source], null, directory);
        return run.ExitCode == 0 ? run.Output : null;
    }

    /// <summary>The blob of an expansion; null when dtc refuses it.</summary>
    public byte[]? Compile(byte[]? expansion, IEnumerable<string> includeDirectories, params IEnumerable<string> options)
    {
        if (expansion is null) return null;
        string[] pipe = ["-q", "-I", "dts", "-O", "dtb", "-o", "-"];
        var run = OracleTools.Run(
            OracleTools.Dtc,
            [.. pipe, .. includeDirectories.SelectMany(d => new[] { "-i", d }), .. options, "-"],
            expansion,
            directory);
        return run.ExitCode == 0 ? run.Output : null;
    }
}
