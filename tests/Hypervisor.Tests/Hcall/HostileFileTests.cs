using System.Text;
using Hypervisor.Hcall;
using Xunit;

namespace Hypervisor.Tests.Hcall;

public sealed class HostileFileTests
{
    private const string Good = """
        name: own
        title: Own calls
        sources: [nowhere]
        conduit: { kind: instruction, instruction: hvc, immediate: 7 }
        registers: { arm64: { function: x8, arguments: [x0, x1], results: [x0], clobbered: [x9] } }
        number:
          bits: 16
          fields: [{ name: top, bits: [15, 8] }, { name: low, bits: [7, 0], role: number }]
          ranges: [{ first: 0, last: 0xffff, name: all, kind: generic }]
        functions:
          - { name: ping, number: 1, arguments: 2 }
          - { name: pong, number: 2 }
        status: { codes: [{ name: OK, value: 0 }, { name: BAD, value: -1 }] }
        """;

    [Fact]
    public void AGoodFileIsTaken()
    {
        var findings = Read(Good, out var library);
        Assert.Empty(findings);
        Assert.Equal("ping", HcallDecoder.Decode(library.Find("own")!, 1).Function!.Name);
    }

    [Theory]
    [InlineData("name: own", "name: [own", "HCL0001", "")]
    [InlineData("name: own", "name: own\nname: own", "HCL0001", "")]
    [InlineData("name: own", "name: Own", "HCL0002", "")]
    [InlineData("name: own", "nam: own", "HCL0002", "did you mean 'name'?")]
    [InlineData("bits: 16", "bits: sixteen", "HCL0002", "")]
    [InlineData("bits: 16", "bits: 64", "HCL0002", "")]
    [InlineData("kind: generic", "kind: gneric", "HCL0002", "did you mean 'generic'?")]
    [InlineData("number: 2 }", "number: 0x100000000 }", "HCL0002", "")]
    [InlineData("number: 2 }", "number: -1 }", "HCL0002", "")]
    [InlineData("number: 2 }", "number: 340282366920938463463374607431768211456 }", "HCL0002", "")]
    [InlineData("functions:", "functions: none\nother:", "HCL0002", "")]
    [InlineData("name: ping,", "name: 'pi*/ng',", "HCL0002", "")]
    [InlineData("number: 2 }", "number: 1 }", "HCL0003", "is the number of 'ping' already")]
    [InlineData("name: pong", "name: PING", "HCL0003", "there is a call 'PING' already")]
    [InlineData("number: 2 }", "number: 0x10000 }", "HCL0003", "beyond 16 bits")]
    [InlineData("arguments: 2 }", "arguments: 3 }", "HCL0003", "registers for 2")]
    [InlineData("first: 0, last: 0xffff", "first: 9, last: 3", "HCL0003", "before it begins")]
    [InlineData("last: 0xffff", "last: 0xffffffff", "HCL0003", "beyond 16 bits")]
    [InlineData("first: 0, last: 0xffff", "first: 1, ignore: 1, last: 0xffff", "HCL0003", "never matches")]
    [InlineData("bits: [15, 8]", "bits: [15, 7]", "HCL0003", "bits in common")]
    [InlineData("bits: [15, 8]", "bits: [8, 15]", "HCL0003", "lowest bit first")]
    [InlineData("bits: [15, 8]", "bits: [31, 8]", "HCL0003", "numbers have 16 bits")]
    [InlineData("name: top", "name: low", "HCL0003", "there is a field")]
    [InlineData("function: x8", "function: x0", "HCL0003", "carries the function id and an argument")]
    [InlineData("function: x8", "function: x29", "HCL0003", "has no register 'x29'")]
    [InlineData("function: x8", "function: r8", "HCL0003", "has no register 'r8'")]
    [InlineData("arm64: { function: x8, arguments: [x0, x1], results: [x0], clobbered: [x9] }", "arm32: { function: r7, arguments: [r0, r1], results: [r0] }", "HCL0003", "has no register 'r7'")]
    [InlineData("arm64: { function: x8, arguments: [x0, x1], results: [x0], clobbered: [x9] }", "arm32: { function: r12, arguments: [r0, r1], results: [r0], clobbered: [r11] }", "HCL0003", "has no register 'r11'")]
    [InlineData("instruction: hvc, immediate: 7 }\nregisters: { arm64: { function: x8, arguments: [x0, x1], results: [x0], clobbered: [x9] }", "instruction: smc, immediate: 16 }\nregisters: { arm32: { function: r12, arguments: [r0, r1], results: [r0] }", "HCL0003", "immediates up to 15")]
    [InlineData("instruction: hvc, immediate: 7 }\nregisters: { arm64: { function: x8, arguments: [x0, x1], results: [x0], clobbered: [x9] }", "instruction: sc, immediate: 1 }\nregisters: { power: { function: ctr, arguments: [r3, r4], results: [r3] }", "HCL0003", "'ctr' cannot carry a value")]
    [InlineData("[x0, x1]", "[x0, x0]", "HCL0003", "twice among the arguments")]
    [InlineData("instruction: hvc, ", "", "HCL0003", "which is not said")]
    [InlineData("instruction: hvc", "instruction: sc", "HCL0003", "do not go with the conduit")]
    [InlineData("title: Own calls", "title: Own calls\nextends: smcc", "HCL0003", "there is no ABI 'smcc'")]
    [InlineData("title: Own calls", "title: Own calls\nextends: own", "HCL0003", "is not usable as a base")]
    [InlineData("value: -1", "value: 0", "HCL0003", "is the status 'OK' already")]
    [InlineData("name: BAD", "name: OK", "HCL0003", "there is a status 'OK' already")]
    [InlineData("conduit: { kind: instruction, instruction: hvc, immediate: 7 }", "description: none", "HCL0003", "'conduit' is missing")]
    public void OneFaultIsToldAtItsPlace(string good, string bad, string rule, string words)
    {
        var text = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var findings = Read(text, out var library);
        Assert.Null(library.Find("own"));
        Assert.All(findings, finding => Assert.Equal(rule, finding.Rule.Id));
        Assert.Contains(findings, finding => $"{finding.Message} {finding.Help}".Contains(words, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.True(finding.Position.Line > 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("- a\n- b\n")]
    [InlineData("\0\u0001")]
    [InlineData("a: &a [*a]")]
    [InlineData("{")]
    [InlineData("name: x\ntitle: 1\nsources: {}\n")]
    public void TextThatIsNoAbi(string text)
    {
        var findings = Read(text, out _);
        Assert.NotEmpty(findings);
    }

    [Fact]
    public void EveryPrefixOfAFileAndEveryByteChangedGivesFindingsAtMost()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        for (var length = 0; length < bytes.Length; length += 3) AbiLibrary.Shipped.With([("own.yaml", bytes[..length])], []);
        for (var at = 0; at < bytes.Length; at += 5)
        {
            foreach (var replacement in "\0{]:-9\u00ff")
            {
                var damaged = bytes.ToArray();
                damaged[at] = (byte)replacement;
                var library = AbiLibrary.Shipped.With([("own.yaml", damaged)], []);

                // What is taken can be used.
                foreach (var abi in library.Abis.Where(abi => abi.File == "own.yaml"))
                {
                    _ = HeaderWriter.Header([abi]);
                    _ = HcallDecoder.Decode(abi, uint.MaxValue);
                    _ = CollisionFinder.Find([.. library.Abis]);
                }
            }
        }
    }

    [Fact]
    public void TwoFilesOfOneNameAreRefusedAndTwoThatExtendEachOtherToo()
    {
        var findings = new List<AbiFinding>();
        AbiLibrary.Shipped.With([("a.yaml", Bytes(Good)), ("b.yaml", Bytes(Good))], findings);
        Assert.Contains("in a.yaml already", Assert.Single(findings).Message, StringComparison.Ordinal);

        findings.Clear();
        AbiLibrary.Shipped.With(
            [("a.yaml", Bytes("name: a\ntitle: a\nextends: b\nsources: [x]\n")), ("b.yaml", Bytes("name: b\ntitle: b\nextends: a\nsources: [x]\n"))], findings);
        Assert.Equal(2, findings.Count);
    }

    [Fact]
    public void FilesExtendEachOtherInAnyOrderAndReplaceWhatIsShipped()
    {
        var findings = new List<AbiFinding>();
        var library = AbiLibrary.Shipped.With([("child.yaml", Bytes("name: child\ntitle: c\nextends: own\nsources: [x]\n")), ("own.yaml", Bytes(Good)), ("psci.yaml", Bytes(Good.Replace("name: own", "name: psci", StringComparison.Ordinal)))], findings);
        Assert.Empty(findings);
        Assert.Equal("hvc #0x7", library.Find("child")!.Conduit.ToString());
        Assert.Equal("psci.yaml", library.Find("psci")!.File);
    }

    private static List<AbiFinding> Read(string text, out AbiLibrary library)
    {
        var findings = new List<AbiFinding>();
        library = AbiLibrary.Shipped.With([("own.yaml", Bytes(text))], findings);
        return findings;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
