using System.Buffers.Binary;
using System.Text;
using Dtc.Compiler;
using Dtc.Parser;
using Hypervisor.Planning;
using Xunit;

namespace Hypervisor.Tests.Planning;

/// <summary>An outside world of a few files, and the trees that QEMU wrote.</summary>
internal sealed class FakeInputs : IPlanInputs
{
    private readonly Dictionary<string, FileProbe> _files = new(StringComparer.Ordinal);

    /// <summary>Changes the source of QEMU's tree.</summary>
    public Func<string, string> Tree { get; init; } = static text => text;

    /// <summary>Requests for QEMU's tree so far.</summary>
    public List<MachineTreeRequest> Requests { get; } = [];

    public FakeInputs()
    {
        Add("Image", 32 << 20, Arm64Head());
        Add("zImage", 5 << 20, ArmHead());
        Add("initrd.gz", 1 << 20, []);
        Add("disk.img", 4 << 20, []);
        Add("xen-syms", 3 << 20, [0x7f, .. "ELF"u8, .. new byte[60]]);
        foreach (var name in (string[])["Image.gz", "ramdisk.gz", "damaged.gz"]) Add(name, 9 << 20, [0x1f, 0x8b, .. new byte[62]]);
        Add("text.txt", 100, "hello"u8.ToArray());
    }

    public static byte[] Arm64Head()
    {
        var head = new byte[64];
        "ARM\x64"u8.CopyTo(head.AsSpan(56));
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(16), 34 << 20);
        return head;
    }

    public static byte[] ArmHead()
    {
        var head = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(0x24), 0x016f2818);
        return head;
    }

    public void Add(string name, ulong length, byte[] head) => _files[name] = new FileProbe(length, head);

    public FileProbe? Probe(string path, out string? trouble)
    {
        var known = _files.TryGetValue(Path.GetFileName(path), out var probe);
        if (!known && File.Exists(path)) (known, probe) = (true, new FileProbe((ulong)new FileInfo(path).Length, []));
        trouble = known ? null : "there is no such file";
        return probe;
    }

    public FileProbe? Unpack(string path) => Path.GetFileName(path) switch
    {
        "Image.gz" => new FileProbe(32 << 20, Arm64Head()),
        "ramdisk.gz" => new FileProbe(2 << 20, [.. "070701"u8, .. new byte[58]]),
        _ => null,
    };

    public string? Media(string architecture, string kind, string version) => null;

    public byte[]? MachineTree(MachineTreeRequest request, out string? trouble)
    {
        Requests.Add(request);
        trouble = null;
        var text = Tree(Source($"qemu-virt-gicv{request.Gic}.dts"));
        if (!request.HasHypervisor) text = text.Replace("method = \"smc\"", "method = \"hvc\"", StringComparison.Ordinal);
        return Compile(text.Replace("0x40000000 0x01 0x80000000>", $"0x40000000 {request.Memory >> 32:#0} 0x{request.Memory & uint.MaxValue:x}>", StringComparison.Ordinal));
    }

    public static string Source(string name) => File.ReadAllText(Path.Combine(Directory(), name));

    public static string Directory() => Path.Combine(AppContext.BaseDirectory, "Data");

    public static byte[] Compile(string text)
    {
        var sources = new SourceCache();
        sources.Add(new SourceFile("tree.dts", Encoding.UTF8.GetBytes(text)));
        var result = new DtsCompiler(sources).Compile("tree.dts", new CompileOptions { Checks = new CheckSettings { Levels = CheckLevels.Off } });
        Assert.True(result.Output is not null, string.Join('\n', result.Diagnostics.Items.Select(d => d.Message)));
        return result.Output!;
    }
}
