using System.Text;
using Dtc.Compiler;
using Dtc.Fdt;
using Xunit;

namespace Corpus.Tests;

/// <summary>
/// The overlays of the kernel on the boards that they are for, as its Makefiles pair them, and on some that they are
/// not for: blobs and refusals are those of fdtoverlay, 1.8.1 and the installed one.
/// </summary>
[Collection(CorpusSuite.Name)]
public sealed class OverlayTests(CorpusFixture fixture) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("corpus-overlays-").FullName;
    private int _sameAsInstalled;

    public void Dispose() => Directory.Delete(_directory, true);

    [Fact]
    public void Overlays_of_the_kernel_are_applied_with_the_bytes_of_fdtoverlay()
    {
        var compiler = new DtsCompiler();
        var overlays = fixture.Corpus.Boards.AsParallel().AsOrdered().Where(IsOverlay)
            .Select(source => (Source: source, Blob: Compile(compiler, source))).Where(o => o.Blob is not null).ToArray();
        var bases = new Dictionary<string, byte[]?>();
        var tools = new[] { Tool(), "/usr/bin/fdtoverlay" };
        var (applied, refused, damaged) = (0, 0, 0);
        for (var i = 0; i < overlays.Length; i++)
        {
            var random = new Random(i);
            var (source, overlay) = overlays[i];
            foreach (var board in BasesFor(source, random))
            {
                if (!bases.TryGetValue(board, out var tree)) bases[board] = tree = Compile(compiler, board);
                if (tree is null) continue;
                if (Compare(tree, overlay!, tools, $"{source} on {board}")) applied++;
                else refused++;
                if (i % 4 != 0) continue;
                foreach (var broken in Broken(overlay!, random))
                {
                    Compare(tree, broken, tools[..1], $"damaged {source} on {board}");
                    damaged++;
                }
            }
        }

        TestReport.Write(
            $"corpus: {overlays.Length} overlays, applied {applied} times with the bytes of fdtoverlay, refused {refused} times as it does; "
            + $"{damaged} damaged ones alike; {_sameAsInstalled} times also as the installed fdtoverlay");
        Assert.True(overlays.Length > 30 && applied > 30 && refused > 10, $"{overlays.Length} overlays, {applied} applied, {refused} refused");
    }

    /// <summary>True when ours and all tools apply; fails when they differ.</summary>
    private bool Compare(byte[] tree, byte[] overlay, string[] tools, string what)
    {
        var before = tree.ToArray();
        var done = FdtOverlay.TryApply(tree, overlay, out var result, out var failure);
        Assert.True(tree.AsSpan().SequenceEqual(before), $"{what}: the base was changed");
        string[] files = [.. new[] { "base", "overlay", "out" }.Select(f => Path.Combine(_directory, f))];
        File.WriteAllBytes(files[0], tree);
        File.WriteAllBytes(files[1], overlay);
        foreach (var tool in tools)
        {
            File.Delete(files[2]);
            var run = OracleTools.Run(tool, ["-i", files[0], "-o", files[2], files[1]]);
            if (tool != tools[0])
            {
                // Before 1.7.1 phandles of the base were overwritten.
                var isSame = run.ExitCode == 0 == done && (!done || result.AsSpan().SequenceEqual(File.ReadAllBytes(files[2])));
                if (isSame) _sameAsInstalled++;
                continue;
            }

            Assert.True(run.ExitCode == 0 == done, $"{what}: {tool} says {run.ExitCode} {run.Error}; ours {failure}");
            if (done) Assert.True(result.AsSpan().SequenceEqual(File.ReadAllBytes(files[2])), $"{what}: not the bytes of {tool}");
            else Assert.True(run.Error.Contains(failure!.Error.ToLibfdtName(), StringComparison.Ordinal), $"{what}: {run.Error} {failure}");
        }

        return done;
    }

    /// <summary>Damage that leaves no doubt: a label that is not there, a target that is not there, a blob cut off.</summary>
    private static IEnumerable<byte[]> Broken(byte[] overlay, Random random)
    {
        Assert.True(FdtEditor.TryOpen(overlay, out var editor, out _));
        if (editor.TryGetNode("/__fixups__"u8, out var fixups, out _))
        {
            editor.SetProperty(fixups, "no-such-label"u8, "/fragment@0:target:0\0"u8);
            yield return editor.ToArray();
        }

        Assert.True(FdtEditor.TryOpen(overlay, out editor, out _));
        if (editor.TryGetNode("/fragment@0"u8, out var fragment, out _))
        {
            editor.RemoveProperty(fragment, "target"u8);
            yield return editor.ToArray();
            editor.SetProperty(fragment, "target-path"u8, "/no/such/node\0"u8);
            yield return editor.ToArray();
        }

        // The header still says how long it was; the tool looks at its own buffer, so the cut is well below half.
        var cut = overlay[..random.Next(40, overlay.Length / 3)];
        Assert.False(FdtOverlay.TryApply(overlay, cut, out _, out var failure));
        Assert.Equal(FdtError.Truncated, failure.Error);
    }

    /// <summary>The bases of the kernel's own tests; else the boards beside an overlay with names like its own, and one at random.</summary>
    private IEnumerable<string> BasesFor(string overlay, Random random)
    {
        var directory = Path.GetDirectoryName(overlay);
        var beside = fixture.Corpus.Boards.Where(b => Path.GetDirectoryName(b) == directory && !IsOverlay(b)).ToArray();
        if (overlay.Contains("unittest-data", StringComparison.Ordinal))
            return beside.Where(b => b.Contains("_base", StringComparison.Ordinal));
        static int Common(string a, string b) => a.Zip(b).TakeWhile(p => p.First == p.Second).Count();
        var alike = beside.OrderByDescending(b => Common(b, overlay)).Take(3);
        return beside.Length == 0 ? [] : [.. alike, beside[random.Next(beside.Length)]];
    }

    private bool IsOverlay(string source) =>
        File.ReadAllText(fixture.Corpus.FullPath(source)).Contains("/plugin/", StringComparison.Ordinal);

    private byte[]? Compile(DtsCompiler compiler, string source)
    {
        if (!fixture.Corpus.Boards.Contains(source)) return null;
        var result = fixture.Compile(compiler, source, CompileOptions.Default with { Symbols = true });
        return result.Diagnostics.HasErrors ? null : result.Output;
    }

    private static string Tool()
    {
        var run = OracleTools.Run("sh", [Path.Combine(KernelCorpus.Repository, "scripts", "dtc-oracle.sh")]);
        return run.ExitCode == 0
            ? Path.Combine(Encoding.UTF8.GetString(run.Output).Trim(), "fdtoverlay")
            : throw new InvalidOperationException($"fdtoverlay 1.8.1 is missing, please run: scripts/dtc-oracle.sh\n{run.Error}");
    }
}
