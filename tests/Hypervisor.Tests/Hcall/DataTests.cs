using System.Text;
using Dtc.Bindings.Authoring;
using Dtc.Bindings.Documents;
using Hypervisor.Hcall;
using Xunit;

namespace Hypervisor.Tests.Hcall;

public sealed class DataTests
{
    private static readonly AbiLibrary Library = AbiLibrary.Shipped;

    public static TheoryData<string> Files => [.. AbiLibrary.ShippedFiles().Select(file => file.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void EachFileFollowsTheSchemaAndIsCalledAsTheAbi(string file)
    {
        var value = YamlReader.Read(AbiLibrary.ShippedFiles().First(entry => entry.File == file).Text);
        Assert.Empty(new DocumentSchema(AbiLibrary.SchemaText()).Check(value));
        Assert.Equal(file, value["name"]!.String + ".yaml");
    }

    [Fact]
    public void TheAbisAreThere() => Assert.Equal(
        ["epapr", "fsl-hv", "kvm-ppc", "psci", "smccc", "smccc-gunyah", "smccc-hyperv", "smccc-kvm", "smccc-pvtime", "smccc-trng", "smccc-xen", "xen-arm32", "xen-arm64"],
        Library.Abis.Select(abi => abi.Name));

    [Theory]
    [InlineData("xen-arm64", "arm64", "x16", "x0 x1 x2 x3 x4", "x0", "x16")]
    [InlineData("xen-arm32", "arm32", "r12", "r0 r1 r2 r3 r4", "r0", "r12")]
    [InlineData("epapr", "power", "r11", "r3 r4 r5 r6 r7 r8 r9 r10", "r3 r4 r5 r6 r7 r8 r9 r10 r11", "r0 r12 ctr xer cr0 cr1 cr5 cr6 cr7")]
    [InlineData("kvm-ppc", "power", "r11", "r3 r4 r5 r6 r7 r8 r9 r10", "r3 r4 r5 r6 r7 r8 r9 r10 r11", "r0 r12 ctr xer cr0 cr1 cr5 cr6 cr7")]
    [InlineData("psci", "arm32", "r0", "r1 r2 r3 r4 r5 r6", "r0 r1 r2 r3", "")]
    [InlineData("smccc-kvm", "arm64", "x0", "x1 x2 x3 x4 x5 x6", "x0 x1 x2 x3", "x4 x5 x6 x7 x8 x9 x10 x11 x12 x13 x14 x15 x16 x17")]
    public void RegistersAreThoseOfTheDocuments(string abi, string architecture, string function, string arguments, string results, string clobbered)
    {
        var registers = Library.Find(abi)!.For(architecture)!;
        Assert.Equal(function, registers.Function);
        Assert.Equal(arguments, string.Join(' ', registers.Arguments));
        Assert.Equal(results, string.Join(' ', registers.Results));
        Assert.Equal(clobbered, string.Join(' ', registers.Clobbered));
    }

    [Theory]
    [InlineData("xen-arm64", "hvc #0xea1")]
    [InlineData("xen-arm32", "hvc #0xea1")]
    [InlineData("smccc", "hvc #0 or smc #0, by the property 'method'")]
    [InlineData("psci", "hvc #0 or smc #0, by the property 'method'")]
    [InlineData("epapr", "the instructions in the property 'hcall-instructions'")]
    [InlineData("kvm-ppc", "the instructions in the property 'hcall-instructions'")]
    public void ConduitsAreThoseOfTheDocuments(string abi, string conduit) => Assert.Equal(conduit, Library.Find(abi)!.Conduit.ToString());

    // The numbers of public headers, by their own names.
    [Theory]
    [InlineData("xen-arm64", "platform_op 7, memory_op 12, multicall 13, xen_version 17, console_io 18, grant_table_op 20, vm_assist 21, vcpu_op 24, xsm_op 27, sched_op 29, event_channel_op 32, physdev_op 33, hvm_op 34, sysctl 35, domctl 36, argo_op 39, dm_op 41, hypfs_op 42, sched_op_compat 6, event_channel_op_compat 16, physdev_op_compat 19")]
    [InlineData("epapr", "EV_BYTE_CHANNEL_SEND 65537, EV_BYTE_CHANNEL_RECEIVE 65538, EV_BYTE_CHANNEL_POLL 65539, EV_INT_SET_CONFIG 65540, EV_INT_GET_CONFIG 65541, EV_INT_SET_MASK 65542, EV_INT_GET_MASK 65543, EV_INT_IACK 65545, EV_INT_EOI 65546, EV_INT_SEND_IPI 65547, EV_INT_SET_TASK_PRIORITY 65548, EV_INT_GET_TASK_PRIORITY 65549, EV_DOORBELL_SEND 65550, EV_MSGSND 65551, EV_IDLE 65552")]
    [InlineData("kvm-ppc", "KVM_HC_FEATURES 2752515, KVM_HC_PPC_MAP_MAGIC_PAGE 2752516, EV_IDLE 65552")]
    public void NumbersAreThoseOfTheHeaders(string abi, string expected)
    {
        var calls = Library.Find(abi)!.Functions.Select(function => $"{function.Name} {function.Number}").Order(StringComparer.Ordinal);
        Assert.Equal(expected.Split(", ").Order(StringComparer.Ordinal), calls);
    }

    [Fact]
    public void BothWidthsOfXenHaveTheSameCallsAndCodes()
    {
        var (narrow, wide) = (Library.Find("xen-arm32")!, Library.Find("xen-arm64")!);
        Assert.Equal(narrow.Functions.Select(call => call with { Position = default }), wide.Functions.Select(call => call with { Position = default }));
        Assert.Equal(narrow.Status.Codes, wide.Status.Codes);
        Assert.Contains(new HcallCode("EINVAL", -22, "invalid argument"), wide.Status.Codes);
    }

    /// <summary>The header of PSCI that comes with the C library: an oracle that is not ours.</summary>
    [Fact]
    public void PsciIsAsLinuxHasIt()
    {
        const string Header = "/usr/include/linux/psci.h";
        Assert.True(File.Exists(Header), $"{Header} is missing; please run: scripts/install.sh libc6-dev");
        var numbers = new HashSet<uint>();
        foreach (var line in File.ReadLines(Header))
        {
            var match = System.Text.RegularExpressions.Regex.Match(line, @"#define\s+PSCI_\d_\d_FN(?:64)?_\w+\s+PSCI_0_2_FN(64)?\((\d+)\)");
            if (match.Success) numbers.Add((match.Groups[1].Success ? 0xc400_0000 : 0x8400_0000) + uint.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.True(numbers.Count > 30);
        var ours = Library.Find("psci")!.Functions.SelectMany(function => function.Numbers).Select(entry => entry.Number).ToHashSet();
        Assert.Empty(numbers.Except(ours));
        Assert.Subset(new HashSet<uint> { 0x8400_0015, 0xc400_0015 }, ours.Except(numbers).ToHashSet());
    }

    [Theory]
    [InlineData("smccc-kvm", "28b46fb6-2ec5-11e9-a9ca-4b564d003a74")]
    [InlineData("smccc-xen", "a71812dc-c698-4369-9acf-79d18ddee667")]
    public void AnswersAreTheBytesOfTheUid(string abi, string uid)
    {
        // First byte in the low bits of the first register.
        var words = Library.Find(abi)!.Detections.Single(detection => detection.IsCall).Answer;
        var bytes = words.SelectMany(BitConverter.GetBytes).ToArray();
        Assert.Equal(uid.Replace("-", "", StringComparison.Ordinal), Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void EachServiceKeepsToItsClaims()
    {
        foreach (var abi in Library.Abis.Where(abi => abi.Base is not null))
        {
            foreach (var (name, number) in abi.Functions.Where(function => function.SameAs is null).SelectMany(function => function.Numbers))
                Assert.True(abi.Claims.Any(claim => claim.Contains(number)), $"{abi.Name}: {name} is in no claim");
        }
    }

    [Fact]
    public void TheSchemaIsJson() => Assert.NotNull(System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(AbiLibrary.SchemaText())));
}
