using Xunit;

namespace Boot.Tests;

/// <summary>
/// Every sample with guests, booted by the program as users boot it: all guests up with what was configured, their trees read
/// back equal to those promised but for the written allow-list, and without an error under the built-in bindings.
/// </summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("virt-mmio", "guest")]
    [InlineData("virt-pci", "guest")]
    [InlineData("xen-dom0-gicv2", "dom0")]
    [InlineData("xen-dom0-gicv3", "dom0")]
    [InlineData("xen-dom0less", "dom0", "domU1", "domU2")]
    [InlineData("xen-dom0less-pure", "domU1", "domU2")]
    [InlineData("vexpress-xen", "dom0")]
    [InlineData("vexpress-linux", "linux")]
    public void GuestsSeeWhatTheyWerePromised(string sample, params string[] guests)
    {
        var (code, report, error) = Tool.Boot($"samples/{sample}/guests.yaml");
        Assert.True(code == 0, $"{error}\n{report}");
        Assert.Equal("passed", report.GetProperty("verdict").GetString());
        Assert.Equal(guests, report.GetProperty("guests").EnumerateArray().Select(guest => guest.GetProperty("name").GetString()));
        foreach (var guest in report.GetProperty("guests").EnumerateArray())
        {
            var proof = guest.GetProperty("proof");
            Assert.True(proof.GetProperty("properties").GetInt32() > 20, "hardly anything was compared");
            Assert.Equal(0, proof.GetProperty("unexplained").GetArrayLength());
            Assert.Equal(0, proof.GetProperty("chosenAtBoot").GetArrayLength());
            Assert.All(proof.GetProperty("allowed").EnumerateArray(), difference => Assert.NotEmpty(difference.GetProperty("reason").GetString()!));
            // QEMU edits the tree on the Versatile Express only, and Linux has no seeds to take.
            if (sample != "vexpress-linux") Assert.Equal(0, proof.GetProperty("allowed").GetArrayLength());
        }

        Assert.Equal(guests.Length, report.GetProperty("validate").GetProperty("trees").GetInt32());
        Assert.Equal(0, report.GetProperty("validate").GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public void ConsoleOfXenIsHiddenFromDom0()
    {
        var directory = Directory.CreateTempSubdirectory("dtc-sharp-boot").FullName;
        try
        {
            Assert.Equal(0, Tool.Run("generate", "samples/vexpress-xen/guests.yaml", "-o", directory).Code);
            var report = File.ReadAllText(Path.Combine(directory, "report.txt"));
            Assert.Contains("hidden /bus@8000000/serial@1c090000: Xen's own console", report, StringComparison.Ordinal);
            Assert.DoesNotContain("serial@1c090000 {", File.ReadAllText(Path.Combine(directory, "dom0.dts")), StringComparison.Ordinal);
            Assert.Contains("serial@1c0a0000 {", File.ReadAllText(Path.Combine(directory, "dom0.dts")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
