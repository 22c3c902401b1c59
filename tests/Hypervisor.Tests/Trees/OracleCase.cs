using Dtc.Bindings.Documents;
using Dtc.Compiler;
using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Trees.DomZero;
using Hypervisor.Trees.Placement;

namespace Hypervisor.Tests.Trees;

/// <summary>One boot of a real Xen: the tree that it was given and those that its guests read back. <c>Oracle/README.md</c> tells how they were made.</summary>
internal sealed class OracleCase
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Oracle");
    private readonly SchemaValue _facts;
    private readonly DtsCompiler _compiler = new();

    public OracleCase(string name)
    {
        Name = name;
        _facts = YamlReader.Read(File.ReadAllBytes(Path.Combine(Root, name, "case.yaml")));
        Host = Read("host");
    }

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetDirectories(Root).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    public string Name { get; }

    public DeviceTree Host { get; }

    public IReadOnlyList<string> Domains => [.. _facts["domains"]!.Items.Select(item => item.String)];

    /// <summary>MiB for want of which Xen panics; 0 when dom0 comes up.</summary>
    public int Missing => (int)(_facts["missing"]?.Integer ?? 0);

    public bool Is64Bit => _facts["bits"]!.Integer == 64;

    public KernelImage Kernel => new(_facts["kernel"]!["bits"]!.Integer == 64, (ulong)_facts["kernel"]!["size"]!.Integer);

    public DomZeroOptions Options => new()
    {
        Xen = XenProfile.For(XenVersion.Parse("4.17")),
        Is64BitXen = Is64Bit,
        XenImage = Range("xen"),
        BootBlob = Range("blob"),
        Kernel = Kernel,
        OnlineCpus = (int)_facts["cpus"]!.Integer,
    };

    public bool Has(string name) => File.Exists(Path.Combine(Root, Name, $"{name}.dts"));

    public DeviceTree Read(string name) => Read(Path.Combine(Root, Name, $"{name}.dts"), _compiler);

    public static DeviceTree Read(string path, DtsCompiler compiler)
    {
        var options = new CompileOptions { RunPreprocessor = false };
        var compilation = compiler.Load(path, options);
        DtsCompiler.Process(compilation, options);
        return compilation.Tree ?? throw new InvalidOperationException(compilation.Diagnostics.Items[0].Message);
    }

    private AddressRange Range(string name) => new((ulong)_facts[name]!["base"]!.Integer, (ulong)_facts[name]!["size"]!.Integer);
}
