using Dtc.Bindings.Loading;
using Xunit;

namespace Dtc.Bindings.Tests.Loading;

public sealed class ShippedBindingsTests
{
    [Fact]
    public void EveryNameIsFound()
    {
        Assert.Contains("xen", BindingLibrary.ShippedNames);
        foreach (var name in BindingLibrary.ShippedNames) Assert.Contains(ShippedBindings.Root + name + ".yaml", ShippedBindings.Find(name));
        Assert.Equal(ShippedBindings.Find("epapr"), ShippedBindings.Find("epapr-hypervisor"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("xe")]
    [InlineData("xen.yaml")]
    [InlineData("xen.yaml.")]
    [InlineData("core")]
    [InlineData("meta")]
    [InlineData("core/types")]
    [InlineData("../secret")]
    public void OtherNamesAreNot(string name)
    {
        Assert.Empty(ShippedBindings.Find(name));
        var findings = new List<LoadFinding>();
        BindingLibrary.Open(new BindingSources { Names = [name] }, findings);
        Assert.Contains(findings, finding => finding is { Fault: LoadFault.Unreadable } && finding.File == name);
    }

    [Fact]
    public void ShippedBindingsLoadWithoutFault()
    {
        var findings = new List<LoadFinding>();
        var set = BindingLibrary.Load(new BindingSources { Names = BindingLibrary.ShippedNames }, findings);
        Assert.DoesNotContain(findings, finding => finding.IsError);
        Assert.All(set.Bindings, binding => Assert.StartsWith(ShippedBindings.Root, binding.File, StringComparison.Ordinal));
    }
}
