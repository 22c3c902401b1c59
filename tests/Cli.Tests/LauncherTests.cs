using Xunit;

namespace Cli.Tests;

/// <summary>The shell script in front of the binary must not be noticed.</summary>
public sealed class LauncherTests
{
    private static readonly string Binary = Path.Combine(Launcher.Root, "artifacts", "dtc-sharp");

    [Fact]
    public void Calling_it_leaves_a_native_binary()
    {
        Launcher.Call("--version");
        Assert.True(File.Exists(Binary));
        Assert.Equal("\u007fELF"u8.ToArray(), File.ReadAllBytes(Binary)[..4]);
    }

    [Fact]
    public void It_works_through_links_and_from_any_directory()
    {
        var directory = Directory.CreateTempSubdirectory("dtc sharp ").FullName;
        try
        {
            var far = Path.Combine(directory, "far");
            File.CreateSymbolicLink(far, Path.Combine(Launcher.Root, "dtc-sharp"));
            File.CreateSymbolicLink(Path.Combine(directory, "near"), "far");

            var straight = Launcher.Call("--version");
            var linked = Launcher.Start(Path.Combine(directory, "near"), ["--version"], null, "/");

            Assert.Equal((straight.ExitCode, straight.Text), (linked.ExitCode, linked.Text));
            Assert.Equal(straight.Error, linked.Error);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Arguments_output_and_exit_code_pass_unchanged()
    {
        Launcher.Call("--version"); // so that it is built
        string[] odd = ["no such command", "", "*", "$HOME", "a\"b'c"];

        var launched = Launcher.Call(odd);
        var direct = Launcher.Start(Binary, odd, null, null);

        Assert.Equal((direct.ExitCode, direct.Text, direct.Error), (launched.ExitCode, launched.Text, launched.Error));
    }

    [Theory]
    [InlineData("dtc-sharp")]
    [InlineData("artifacts/dtc-sharp")]
    public void A_link_named_as_a_tool_is_that_tool(string target)
    {
        Launcher.Call("--version"); // so that it is built
        var directory = Directory.CreateTempSubdirectory("dtc sharp ").FullName;
        try
        {
            foreach (var tool in new[] { "fdtget", "fdtdump", "convert-dtsv0", "dt-validate", "dt-mk-schema", "dtb2py" })
            {
                var link = Path.Combine(directory, tool);
                File.CreateSymbolicLink(link, Path.Combine(Launcher.Root, target));
                var run = Launcher.Start(link, ["--help"], null, "/");
                Assert.Equal(0, run.ExitCode);
                Assert.Contains($"{tool} ", run.Text.Split("\n\n")[0], StringComparison.Ordinal);
                var version = tool is "dtb2py" || tool.StartsWith("dt-", StringComparison.Ordinal) ? "2026.6\n" : "Version: DTC 1.8.1\n";
                Assert.Equal(version, Launcher.Start(link, ["-V"], null, "/").Text);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
