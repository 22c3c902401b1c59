using System.Text;
using Emulator.Proof;
using Xunit;

namespace Emulator.Tests.Proof;

public sealed class AllowListTests
{
    private static (AllowList? List, string Faults) Read(string text)
    {
        var faults = new List<AllowListFault>();
        var list = AllowList.Read("a.yaml", Encoding.UTF8.GetBytes(text), faults);
        return (list, string.Join('\n', faults));
    }

    [Fact]
    public void EveryShippedEntryHasItsReason()
    {
        Assert.Equal(["qemu-virt", "qemu-virt-kernel", "vexpress-a15", "xen-dom0", "xen-dom0less"], AllowList.Shipped.Platforms.Order());
        foreach (var entry in AllowList.Shipped.Platforms.SelectMany(AllowList.Shipped.Of)) Assert.True(entry.Reason.Length > 10, entry.ToString());
    }

    [Fact]
    public void ReadsEntries()
    {
        var (list, faults) = Read("version: 1\nplatforms:\n  p:\n    - path: /a\n      property: b\n      kind: changed\n      reason: because\n");
        Assert.Equal("", faults);
        Assert.Equal([new Allowance("/a", "b", AllowedKind.Changed, "because")], list!.Of("p"));
        Assert.Empty(list.Of("q"));
    }

    [Fact]
    public void EntriesForEverywhereAreThoseOfEveryPlatform()
    {
        var (list, faults) = Read("version: 1\neverywhere:\n  - { path: /a, property: b, kind: changed, seen: <0 0>, reason: because }\nplatforms:\n  p: []\n  q: []\n");
        Assert.Equal("", faults);
        Assert.Equal([new Allowance("/a", "b", AllowedKind.Changed, "because", "<0 0>")], list!.Of("p"));
        Assert.Equal(list.Of("p"), list.Of("q"));
        Assert.Empty(list.Of("r"));
    }

    [Theory]
    [InlineData("version: 2\nplatforms: {}\n", "a.yaml:1:10: the version must be 1")]
    [InlineData("version: 1\nplatforms:\n  p:\n    - path: /a\n      kind: added\n", "a.yaml:4:7: 'reason' is missing")]
    [InlineData("version: 1\nplatforms:\n  p:\n    - path: /a\n      kind: added\n      reason: ''\n", "'reason' must be a text that is not empty")]
    [InlineData("version: 1\nplatforms:\n  p:\n    - path: a\n      kind: added\n      reason: r\n", "the path must begin with '/'")]
    [InlineData("version: 1\nplatforms:\n  p:\n    - path: /a\n      kind: moved\n      reason: r\n", "the kind must be added, removed or changed, not 'moved'")]
    [InlineData("version: 1\nplatforms:\n  p:\n    - path: /a\n      kind: changed\n      reason: r\n", "what may change is a property; name one")]
    [InlineData("version: 1\nplatforms:\n  p:\n    - path: /a\n      kind: added\n      reason: r\n      propery: x\n", "'propery' is not known here")]
    [InlineData("version: 1\nplatforms:\n  p:\n    - path: /a\n      property: b\n      kind: removed\n      seen: <0>\n      reason: r\n", "'seen' is the value of a property that is added or changed")]
    [InlineData("version: 1\neverywhere: {}\nplatforms: {}\n", "'everywhere' must be a list")]
    [InlineData("version: 1\nplatforms: []\n", "'platforms' must be a mapping")]
    [InlineData("- 1\n", "an allow-list has a version and platforms")]
    [InlineData("version: [\n", "a.yaml:")]
    public void RefusesWhatIsNotAsItShouldBe(string text, string fault)
    {
        var (list, faults) = Read(text);
        Assert.Null(list);
        Assert.Contains(fault, faults, StringComparison.Ordinal);
    }
}
