using Dtc.Compiler;
using Dtc.Compiler.Comparison;
using Dtc.Parser.Preprocessing;
using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees;
using Hypervisor.Trees.DomZero;
using Hypervisor.Trees.Placement;
using Xunit;

namespace Hypervisor.Tests.Trees;

/// <summary>
/// dom0's tree for boards of the kernel, which <c>scripts/corpus.sh</c> fetches: 40 of them, or all when <c>DTC_SHARP_ALL_BOARDS</c> is set.
/// </summary>
public sealed class BoardHostTests
{
    private const int Sample = 40;

    [Fact]
    public void BoardsGiveSoundTrees()
    {
        var failures = new List<string>();
        var thread = new Thread(() => failures = Run(), DtcStack);
        thread.Start();
        thread.Join();
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(30)));
    }

    private const int DtcStack = DtsCompiler.StackSize;

    private static List<string> Run()
    {
        var (root, boards) = KernelBoards.Find(Sample);
        var failures = new List<string>();
        var compiler = new DtsCompiler();
        foreach (var board in boards)
        {
            var options = new CompileOptions
            {
                Preprocess = PreprocessOptions.Default with { IncludeDirectories = [Path.GetDirectoryName(board)!, Path.Combine(root, "scripts/dtc/include-prefixes")] },
            };
            var compilation = compiler.Load(board, options);
            if (compilation.Tree is not { } tree || compilation.Diagnostics.HasErrors) continue;
            DtsCompiler.Process(compilation, options);
            if (tree.IsPlugin) continue;
            try
            {
                failures.AddRange(Check(tree, board.Contains("arm64", StringComparison.Ordinal)).Select(text => $"{Path.GetFileName(board)}: {text}"));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures.Add($"{Path.GetFileName(board)}: {e}");
            }
        }

        return failures;
    }

    private static IEnumerable<string> Check(DeviceTree tree, bool is64Bit)
    {
        var xen = XenProfile.For(XenVersion.Parse("4.17"));
        var result = DomZeroTree.Make(tree, new DomZeroOptions
        {
            Xen = xen, Is64BitXen = is64Bit, XenImage = new AddressRange(0x40200000, 0x140000), BootBlob = new AddressRange(0x48000000, 0x20000),
            Kernel = new KernelImage(is64Bit, 0x1000000),
        }, new DiagnosticBag());
        var derived = result.Tree.Tree;
        if (result.Tree.ToBlob().Length == 0 || result.Tree.ToSource().Length == 0) yield return "nothing was written";
        var hidden = result.Changes.Where(change => change.Kind == DerivedChangeKind.Hidden).Select(change => change.Path).ToHashSet();
        foreach (var path in hidden)
        {
            // Nodes that Xen adds may have the name of one that it took out.
            if (result.Changes.Any(change => change.Kind == DerivedChangeKind.Added && change.Path == path) || path == "/psci") continue;
            if (derived.FindByPath(System.Text.Encoding.UTF8.GetBytes(path)) is not null && tree.Root.ChildCount < 10_000 && !IsTwin(tree, path)) yield return $"{path} was hidden and is there";
        }

        if (tree.FindByPath("/cpus"u8) is not null && result.Changes.Any(change => change.Path == "/cpus" && change.Kind == DerivedChangeKind.Added)
            && derived.FindByPath("/cpus/cpu@0"u8) is null) yield return "/cpus was not written";
        var reported = result.Changes.Where(change => change.Kind == DerivedChangeKind.Dangling).Select(change => (change.Path, change.Property)).ToHashSet();
        var references = new TreeReferences(tree);
        var phandles = new TreeReferences(derived);
        foreach (var (node, path) in Nodes(derived.Root, ""))
        {
            if (tree.FindByPath(System.Text.Encoding.UTF8.GetBytes(path)) is not { } origin) continue;
            foreach (var property in node.Properties)
            {
                if (origin.Find(property.Name) is not { } source || !source.Value.SequenceEqual(property.Value)) continue;
                foreach (var reference in references.Of(source))
                {
                    if (reference.Target is { } target && phandles.ByPhandle(references.PhandleOf(target)) is null && !reported.Contains((path, property.Name.ToString())))
                        yield return $"{property.Name} of {path} dangles and is not reported";
                }
            }
        }
    }

    private static bool IsTwin(DeviceTree tree, string path) => tree.FindByPath(System.Text.Encoding.UTF8.GetBytes(path)) is null;

    private static IEnumerable<(Node Node, string Path)> Nodes(Node node, string path)
    {
        yield return (node, path.Length == 0 ? "/" : path);
        foreach (var child in node.Children)
        {
            foreach (var item in Nodes(child, $"{path}/{child.Name}")) yield return item;
        }
    }
}
