using Hypervisor.Hcall;
using Xunit;

namespace Hypervisor.Tests.Hcall;

public sealed class DecoderTests
{
    private static readonly AbiLibrary Library = AbiLibrary.Shipped;

    [Theory]
    [InlineData(0x002a0003u, "kvm-ppc KVM_HC_FEATURES")]
    [InlineData(0x00010010u, "epapr EV_IDLE")]
    [InlineData(0x00020004u, "fsl-hv FH_PARTITION_RESTART")]
    [InlineData(0x8600ff01u, "smccc VENDOR_HYP_CALL_UID")]
    [InlineData(0x84000003u, "psci CPU_ON")]
    [InlineData(0xc4000003u, "psci CPU_ON 64")]
    [InlineData(0xc4010003u, "psci CPU_ON 64")]
    [InlineData(0xc6008000u, "smccc-gunyah HYP_IDENTIFY")]
    [InlineData(0x46000001u, "smccc-hyperv HYPERCALL")]
    [InlineData(0xc5000020u, "smccc-pvtime PV_TIME_FEATURES")]
    [InlineData(0x84000050u, "smccc-trng TRNG_VERSION")]
    [InlineData(20u, "xen-arm32 grant_table_op, xen-arm64 grant_table_op")]
    [InlineData(0x8500ff01u, "smccc STANDARD_HYP_CALL_UID, smccc-xen XEN_CALL_UID")]
    public void KnownNumbers(uint number, string expected)
    {
        var decoded = HcallDecoder.Decode(Library, number);
        Assert.Equal(expected, string.Join(", ", decoded.Select(entry => $"{entry.Abi.Name} {entry.Function?.Name}{(entry.Is64 ? " 64" : "")}")));
    }

    [Theory]
    [InlineData("epapr", 0x00000005u, "local to one hypervisor")]
    [InlineData("epapr", 0x00010008u, "ePAPR")]
    [InlineData("epapr", 0x002a0001u, "KVM")]
    [InlineData("epapr", 0x00300001u, "vendors from 43 on")]
    [InlineData("smccc", 0x84000016u, "PSCI")]
    [InlineData("smccc", 0xc4000066u, "FF-A")]
    [InlineData("smccc", 0x82000010u, "silicon provider")]
    [InlineData("smccc", 0xc3000001u, "OEM")]
    [InlineData("smccc", 0x32000004u, "yielding calls of the trusted OS in future")]
    [InlineData("smccc", 0x00000002u, "calls older than the convention")]
    [InlineData("smccc", 0xb2000000u, "trusted OS")]
    [InlineData("smccc", 0xf2000000u, "trusted OS")]
    [InlineData("smccc", 0xff00ffffu, "trusted OS")]
    [InlineData("smccc", 0x88000000u, "owners 8 to 47")]
    [InlineData("xen-arm64", 43u, "calls of all architectures")]
    [InlineData("xen-arm64", 48u, "calls of one architecture")]
    public void RangesOfNumbers(string abi, uint number, string range) =>
        Assert.Equal(range, HcallDecoder.Decode(Library.Find(abi)!, number).Range?.Name);

    [Fact]
    public void UnknownNumbersAreToldUnderAllAbisThatStandByThemselves()
    {
        var decoded = HcallDecoder.Decode(Library, 0x8600_0055);
        Assert.Equal(["epapr", "smccc", "xen-arm32", "xen-arm64"], decoded.Select(entry => entry.Abi.Name));
        Assert.All(decoded, entry => Assert.Null(entry.Function));
        Assert.Contains("bit 31 must be zero", decoded[0].Impossible[0], StringComparison.Ordinal);
        Assert.Empty(decoded[1].Impossible);
    }

    [Theory]
    [InlineData("epapr", 0x80010010u, "bit 31 must be zero")]
    [InlineData("smccc", 0x84020003u, "bits 23 to 17 must be zero")]
    [InlineData("smccc", 0xc4fe0003u, "bits 23 to 17 must be zero")]
    [InlineData("smccc", 0x1_84000003u, "bits above 31")]
    [InlineData("smccc", 0x20000001u, "is reserved")]
    [InlineData("xen-arm64", 56u, "is reserved")]
    public void WhatCannotBeIsTold(string abi, ulong number, string reason)
    {
        var decoded = HcallDecoder.Decode(Library.Find(abi)!, number);
        Assert.Contains(decoded.Impossible, text => text.Contains(reason, StringComparison.Ordinal));
        Assert.Null(decoded.Function);
    }

    [Fact]
    public void YieldingCallsHaveNoReservedBits() => Assert.Empty(HcallDecoder.Decode(Library.Find("smccc")!, 0x02ff_0001).Impossible);

    [Fact]
    public void FieldsAreCutAndNamed()
    {
        var fields = HcallDecoder.Decode(Library.Find("smccc")!, 0xc600_8000).Fields;
        Assert.Equal(
            ["type=1 fast", "width=1 SMC64/HVC64", "owner=6 vendor hypervisor", "zero=0 ", "no SVE=0 ", "function=32768 "],
            fields.Select(entry => $"{entry.Field.Name}={entry.Value} {entry.Meaning}"));
    }

    [Fact]
    public void TheUidCallNamesWhoAnswersWhat() => Assert.Equal(
        ["smccc-gunyah", "smccc-gunyah", "smccc-hyperv", "smccc-kvm"], HcallDecoder.Answers(Library, 0x8600_ff01).Select(answer => answer.Abi.Name));

    [Theory]
    [InlineData(12ul, "epapr UNIMPLEMENTED, fsl-hv UNIMPLEMENTED, kvm-ppc UNIMPLEMENTED")]
    [InlineData(0xffffffeaul, "xen-arm32 EINVAL, xen-arm64 EINVAL")]
    [InlineData(0xffffffffffffffeaul, "xen-arm32 EINVAL, xen-arm64 EINVAL")]
    [InlineData(61ul, "smccc-gunyah MSGQUEUE_FULL")]
    public void StatusWords(ulong value, string expected) =>
        Assert.Equal(expected, string.Join(", ", HcallDecoder.DecodeStatus(Library, value).Select(entry => $"{entry.Abi.Name} {entry.Code!.Name}")));

    [Fact]
    public void AStatusOfAVendorHasItsParts()
    {
        var decoded = HcallDecoder.DecodeStatus(Library.Find("epapr")!, 0x8002_0007);
        Assert.Null(decoded.Code);
        Assert.Equal([1u, 2u, 7u], decoded.Fields.Select(entry => entry.Value));
    }
}
