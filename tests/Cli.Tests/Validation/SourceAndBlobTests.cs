using Cli.Validation;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Evaluation;
using Dtc.Compiler;
using Dtc.Parser.Preprocessing;
using Xunit;

namespace Cli.Tests.Validation;

/// <summary>A source has the findings of the blob it compiles to.</summary>
public sealed class SourceAndBlobTests
{
    [Fact]
    public void Findings_of_a_source_are_those_of_its_blob()
    {
        var (boards, findings, placed) = (0, 0, 0);
        foreach (var board in KernelTrees.Boards(45, 7))
        {
            var arguments = KernelTrees.Arguments(board);
            var path = Path.Combine(KernelTrees.Root, board);
            var input = new InputLoader(arguments).Load(path);
            if (input is not { Tree: { } tree, Places: { } places }) continue;
            var preprocess = new PreprocessOptions { IncludeDirectories = arguments.IncludeDirectories };
            var blob = new DtsCompiler().Compile(path, new CompileOptions { Preprocess = preprocess }).Output!;

            var fromSource = Validate(tree, out var seen);
            Assert.Equal(Validate(BindingTree.FromBlob(blob), out _), fromSource);
            boards++;
            findings += fromSource.Count;
            var explainer = new Dtc.Bindings.Findings.Explainer(KernelTrees.Program);
            foreach (var finding in seen.SelectMany(explainer.Explain))
            {
                if (!places.SpanOf(finding.Place).IsNone) placed++;
                else Assert.Null(finding.Place.NodePath);
            }
        }

        KernelTrees.Report($"validate: {boards} kernel boards give as source the findings of their blobs ({findings}), all with a line ({placed} places)");
        Assert.True(boards >= 30, $"only {boards} boards compiled");
        Assert.True(findings > 300, $"only {findings} findings");
    }

    private static List<string> Validate(BindingTree tree, out List<BindingFinding> seen)
    {
        var found = new List<BindingFinding>();
        Validator.Validate(tree, KernelTrees.Program, found.Add, new ValidationOptions { ShowUnmatched = true });
        seen = found;
        return [.. found.Select(f => $"{f.NodePath} {DtValidateText.Format(f, "x")}").Order(StringComparer.Ordinal)];
    }
}
