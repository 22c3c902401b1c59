using Dtc.Compiler.Comparison;
using Dtc.Tree;
using Hypervisor.Platforms;
using Hypervisor.Hosts;

namespace Hypervisor.Trees.DomZero;

/// <summary>
/// dom0's tree as Xen on Arm makes it from the tree that Xen was booted with: nodes that are not dom0's business are left out, some
/// are written anew, references to what is gone stay as they are.
/// </summary>
public sealed partial class DomZeroTree
{
    private const string Source = "xen/arch/arm/domain_build.c";

    private readonly DomZeroOptions _options;
    private readonly XenProfile _xen;
    private readonly DiagnosticBag _diagnostics;
    private readonly HostTree _host;
    private readonly HostFacts _facts;
    private readonly DomZeroFilter _filter;
    private readonly TreeWriter _writer;
    private readonly List<DerivedChange> _changes = [];
    private readonly List<OpenNumber> _open = [];
    private readonly HashSet<Node> _given = [];
    private readonly bool _is64Bit;
    private bool _sharedIsWritten;

    private DomZeroTree(DeviceTree boot, DomZeroOptions options, DiagnosticBag diagnostics)
    {
        _options = options;
        _xen = options.Xen;
        _diagnostics = diagnostics;
        _host = new HostTree(boot);
        _facts = new HostFacts(_host, options);
        _filter = new DomZeroFilter(_facts, _xen);
        _writer = new TreeWriter(boot.Names, OriginOf(boot.Root, "/"));
        _is64Bit = options.Kernel?.Is64Bit ?? options.Is64BitXen;
    }

    /// <summary>Makes the tree. Never throws for what stands in the boot tree; deep trees need a deep stack.</summary>
    /// <param name="boot">The tree that Xen is booted with, modules and domains included (<see cref="Boot.BootTree"/>). It is not changed.</param>
    /// <param name="options">What else is known.</param>
    /// <param name="diagnostics">Where findings go; they have places of the boot tree.</param>
    public static DomZeroResult Make(DeviceTree boot, DomZeroOptions options, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(boot);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(diagnostics);
        return new DomZeroTree(boot, options, diagnostics).Run();
    }

    private DomZeroResult Run()
    {
        CheckHost();
        var memory = PlaceMemory();
        var eventChannel = EventChannel();
        Body(_host.Root, "/");
        Added(eventChannel, memory.Banks);
        var tree = new GeneratedTree(_writer.Tree, _writer.Origins);
        FindDangling();
        var images = PlaceImages(tree, memory);
        return new DomZeroResult
        {
            Tree = tree, Changes = _changes, ChosenAtBoot = _open, Memory = memory.Banks, Images = images, EventChannel = eventChannel,
        };
    }

    // Everything of a node but its name: what Xen copies, then its children.
    private void Body(Node node, string path)
    {
        _given.Add(node);
        Properties(node, path);
        if (_xen.SharesInHostNode && IsReservedMemory(path)) SharedInHostNode(path);
        foreach (var child in node.Children) Child(child, path.Length == 1 ? $"/{child.Name}" : $"{path}/{child.Name}");
    }

    private void Child(Node node, string path)
    {
        var verdict = _filter.Judge(node, path, out var change);
        if (change is not null) _changes.Add(change);
        switch (verdict)
        {
            case Verdict.Copy:
                if (_xen.ReservedPaths.FirstOrDefault(entry => string.Equals(entry.Value, path, StringComparison.OrdinalIgnoreCase)) is { } reserved)
                    Report(Rules.ReservedPath, node, $"{path} is in the host's tree and Xen writes a node of that name: {reserved.Reason}");
                _writer.Begin(node.Name.Utf8, OriginOf(node, path));
                Body(node, path);
                _writer.End();
                break;
            case Verdict.InterruptController:
                InterruptController(node, path);
                break;
            case Verdict.Timer:
                Timer(node, path);
                break;
        }
    }

    private void Properties(Node node, string path)
    {
        var isChosen = string.Equals(path, "/chosen", StringComparison.OrdinalIgnoreCase);
        var iommu = BehindIommu(node);
        Property? status = null;
        string? arguments = isChosen && _facts.DomZeroKernel?.Arguments is { Length: > 0 } own ? own : null;
        var hadDomZeroArguments = false;
        foreach (var property in node.Properties)
        {
            var name = property.Name.ToString();
            if (isChosen && Find(_xen.ChosenRemoved, name) is { } removed)
            {
                if (name == "xen,dom0-bootargs") (arguments, hadDomZeroArguments) = (property.Text(), true);
                else if (name == "bootargs" && arguments is null && !hadDomZeroArguments) arguments = property.Text();
                Remove(path, name, "chosen", removed);
                continue;
            }

            if (name == "xen,passthrough")
            {
                Remove(path, name, "passthrough", new XenListEntry(name, "it is for Xen: the device is meant for another domain", $"{Source}, write_properties"));
                continue;
            }

            if (name == "status")
            {
                status = property;
                continue;
            }

            if (iommu && Find(_xen.IommuRemoved, name) is { } entry)
            {
                Remove(path, name, "iommu", entry);
                continue;
            }

            _writer.Copy(property);
        }

        // Xen may change it, so it comes last.
        if (node.Find("xen,passthrough") is not null)
        {
            _writer.Strings("status", "disabled");
            _changes.Add(new DerivedChange(DerivedChangeKind.PropertyChanged, path, "status", "passthrough", "the device is meant for another domain", $"{Source}, write_properties"));
        }
        else if (status is not null) _writer.Copy(status);

        if (isChosen) Chosen(path, arguments);
    }

    private void Chosen(string path, string? arguments)
    {
        if (arguments is not null)
        {
            _writer.Strings("bootargs", arguments);
            AddProperty("bootargs", "dom0's command line");
        }

        if (_facts.DomZeroRamdisk is not { Range.Size: > 0 }) return;
        // Their values come when the tree is complete.
        _writer.Number64("linux,initrd-start", 0);
        _writer.Number64("linux,initrd-end", 0);
        AddProperty("linux,initrd-start", "where Xen puts dom0's ramdisk");
        AddProperty("linux,initrd-end", "where Xen puts dom0's ramdisk");

        void AddProperty(string name, string reason) =>
            _changes.Add(new DerivedChange(DerivedChangeKind.Added, path, name, "chosen", reason, $"{Source}, write_properties"));
    }

    private bool BehindIommu(Node node) =>
        node.Cell("iommus") is { } phandle && _host.Find(phandle) is { } iommu && iommu.IsCompatible(_facts.Iommus);

    private static XenListEntry? Find(IReadOnlyList<XenListEntry> list, string name)
    {
        foreach (var entry in list)
        {
            if (entry.Value == name) return entry;
        }

        return null;
    }

    private void Remove(string path, string property, string rule, XenListEntry entry) =>
        _changes.Add(new DerivedChange(DerivedChangeKind.PropertyRemoved, path, property, rule, entry.Reason, entry.Source));

    // What the references of copied properties lead to must have been copied, or have been written anew.
    private void FindDangling()
    {
        var references = new TreeReferences(_host.Tree);
        foreach (var node in _host.Nodes)
        {
            if (!_given.Contains(node)) continue;
            var copied = !Replaced(node);
            foreach (var property in node.Properties)
            {
                var name = property.Name.ToString();
                if (!copied || _changes.Count > MaximumChanges || IsNumber(node, name)) continue;
                // A map may name the same node in each of its rows.
                var told = new HashSet<Node>();
                foreach (var reference in references.Of(property))
                {
                    if (reference.Target is { } target && !_given.Contains(target) && IsKept(node, name) && told.Add(target)) Dangle(node, property, target.Path);
                }
            }
        }

        Paths("/aliases");
        Paths("/__symbols__");

        void Paths(string parent)
        {
            if (_host.Find(parent) is not { } names || !_given.Contains(names)) return;
            foreach (var property in names.Properties)
            {
                if (property.Text() is not { } value || !value.StartsWith('/')) continue;
                if (_host.Find(value.Split(':')[0]) is { } target && !_given.Contains(target)) Dangle(names, property, target.Path);
            }
        }
    }

    private const int MaximumChanges = 100_000;

    private bool Replaced(Node node) => node == _facts.Gic || node.IsCompatible(_xen.Timers) || node.Parent == _facts.Gic;

    // A domain's "cpus" is how many it has, and a list of CPUs elsewhere.
    private static bool IsNumber(Node node, string property) => property == "cpus" && node.IsCompatible("xen,domain");

    private bool IsKept(Node node, string property) => !(BehindIommu(node) && Find(_xen.IommuRemoved, property) is not null);

    private void Dangle(Node node, Property property, string target)
    {
        var path = node.Path;
        _changes.Add(new DerivedChange(DerivedChangeKind.Dangling, path, property.Name.ToString(), "dangling", $"refers to {target}, which dom0 does not get", $"{Source}, write_properties"));
        _diagnostics.Add(Rules.DanglingReference, property.Span, $"{property.Name} of {path} refers to {target}, which dom0 does not get");
    }

    private void Report(Rule rule, Node? node, string message, string? help = null) =>
        _diagnostics.Add(rule, node is null ? SourceSpan.None : node.NameSpan.IsNone ? node.Span : node.NameSpan, message, help);

    private string OriginOf(Node node, string path) => _options.Map?.Extent(node.Span) is { } place
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"host: {place.File}:{place.Line}")
        : $"host: {path}";
}
