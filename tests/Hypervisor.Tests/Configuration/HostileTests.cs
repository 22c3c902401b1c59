using System.Text;
using Hypervisor.Configuration;
using Hypervisor.Planning;
using Hypervisor.Tests.Planning;
using Xunit;

namespace Hypervisor.Tests.Configuration;

/// <summary>Files that mean no good: findings, and nothing else.</summary>
public sealed class HostileTests
{
    // Named only: xunit would carry megabytes along.
    private static Dictionary<string, byte[]> Files { get; } = new()
    {
        { "empty", [] },
        { "NUL", "version: 1\0\nplatform: qemu-virt\n"u8.ToArray() },
        { "not UTF-8", [.. "version: 1\nplatform: "u8, 0xff, 0xfe, 0xc0, (byte)'\n'] },
        { "deep", Encoding.UTF8.GetBytes("version: 1\nplatform: qemu-virt\ndomains: " + new string('[', 100_000)) },
        { "deep mapping", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => new string(' ', i) + "a:\n"))) },
        { "an anchor in itself", "version: 1\nplatform: qemu-virt\ndomains: &a [*a]\n"u8.ToArray() },
        { "anchors that multiply", Encoding.UTF8.GetBytes("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"))) },
        { "a million domains", Encoding.UTF8.GetBytes("version: 1\nplatform: xen-dom0less\ndomains:\n" + string.Concat(Enumerable.Repeat("- {name: a}\n", 1_000_000))) },
        { "many domains", Encoding.UTF8.GetBytes("version: 1\nplatform: xen-dom0less\ndomains:\n" + string.Concat(Enumerable.Repeat("- {name: a}\n", 300_000))) },
        { "a thousand domains", Encoding.UTF8.GetBytes("version: 1\nplatform: xen-dom0less\ndomains:\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"- {{name: d{i}, memory: 64MiB, kernel: Image}}\n"))) },
        { "huge numbers", Encoding.UTF8.GetBytes($"version: 1\nplatform: qemu-virt\nhost: {{ cpus: {new string('9', 30)}, memory: {new string('9', 5000)} }}\ndomains: [{{ name: a, vcpus: 1e300, memory: 0xffffffffffffffff, kernel: Image }}]\n") },
        { "a number where a mapping is wanted", "5"u8.ToArray() },
        { "wide", "version: 1\nplatform: qemu-virt\nhost: { memory: 0xfffffffffffff000, tree: qemu }\ndomains: [{ name: a, kernel: Image }]\n"u8.ToArray() },
        { "the last page", Encoding.UTF8.GetBytes(Bases.Static.Replace("0x90000000", "0xfffffffff8000000", StringComparison.Ordinal)) },
        { "kernel at the end of everything", Encoding.UTF8.GetBytes(Bases.Dom0less.Replace("0x60000000", "0xfffffffffffff000", StringComparison.Ordinal)) },
        { "a path of dots", Encoding.UTF8.GetBytes(Bases.Dom0less.Replace("/pl031@9010000", "/../../etc", StringComparison.Ordinal)) },
        { "a file with NUL", Encoding.UTF8.GetBytes(Bases.Vexpress.Replace("vexpress-v2p-ca15.dts", "\"a\\0b\"", StringComparison.Ordinal)) },
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AFileMakesFindings(string name)
    {
        var file = Files[name];
        var findings = new FindingList();
        var configuration = GuestsReader.Read("guests.yaml", file, findings);
        if (configuration is not null && !findings.IsFatal) _ = Planner.Make(configuration, new FakeInputs(), null, false, findings);
        Assert.True(findings.HasErrors, name);
        Assert.True(findings.Items.Count <= FindingList.Capacity);
    }

    [Fact]
    public void ACutOrChangedFileDoesNoHarm()
    {
        var random = new Random(20261128);
        var bytes = Encoding.UTF8.GetBytes(Bases.Dom0less);
        for (var i = 0; i < 300; i++)
        {
            var changed = bytes[..random.Next(1, bytes.Length + 1)];
            for (var k = 0; k < random.Next(4); k++) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var findings = new FindingList();
            if (GuestsReader.Read("guests.yaml", changed, findings) is { } configuration && !findings.IsFatal)
                _ = Planner.Make(configuration, new FakeInputs(), null, false, findings);
        }
    }
}
