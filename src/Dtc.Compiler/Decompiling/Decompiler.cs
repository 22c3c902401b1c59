using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Dtc.Compiler.Inputs;
using Dtc.Compiler.Passes;
using Dtc.Fdt;
using Dtc.Parser;
using Dtc.Compiler.Values;
using Dtc.Tree;

namespace Dtc.Compiler.Decompiling;

/// <summary>How true a decompiled source is to its blob.</summary>
public enum Fidelity
{
    /// <summary>It compiles to the same bytes.</summary>
    SameBytes,

    /// <summary>It compiles to the same tree; the blob is laid out as no source can ask for.</summary>
    SameTree,

    /// <summary>It does not compile to the same tree: the blob holds what the language cannot say.</summary>
    Readable,
}

/// <summary>A decompiled blob.</summary>
/// <param name="Text">The source; null when the blob cannot be read.</param>
/// <param name="Diagnostics">What was found in the blob.</param>
/// <param name="Fidelity">What compiling the source gives.</param>
/// <param name="Arguments">The options of <c>compile</c>, and of dtc, that it takes; empty when none are needed.</param>
public sealed record DecompileResult(byte[]? Text, DiagnosticBag Diagnostics, Fidelity Fidelity, string Arguments);

/// <summary>
/// Turns a blob into source for people: types by the names of properties, references instead of phandles, no generated
/// nodes. The source is compiled again before it is given out; as long as that does not give the same blob, less is left
/// to the compiler.
/// </summary>
public static class Decompiler
{
    // Parts that come out otherwise are written as bytes; this many rounds of it.
    private const int MaxRepairs = 3;

    /// <summary>
    /// Decompiles a blob. Never throws for bad input. Deeply nested input needs stack: give the calling thread
    /// <see cref="DtsCompiler.StackSize"/>.
    /// </summary>
    public static DecompileResult Decompile(ReadOnlySpan<byte> blob)
    {
        var diagnostics = new DiagnosticBag();
        var names = new NameTable();
        if (BlobInput.Read(blob, names, diagnostics) is not { } tree) return new DecompileResult(null, diagnostics, Fidelity.Readable, "");
        var options = Layout(blob, tree);
        var phandles = new Dictionary<uint, Node>();
        Collect(tree.Root, tree, phandles);
        // What metadata there is to import may be malformed: that is no fault of whoever decompiles it.
        var context = new TreeContext(tree, options, new DiagnosticBag());
        var owners = new Phandles(context);
        foreach (var (phandle, node) in phandles) owners.Adopt(node, phandle);
        var import = new MetadataImport(context, owners);
        import.Labels();
        import.References();
        var values = ValueAnalysis.Run(tree, phandles);

        (byte[] Text, CompileOptions Options)? sameTree = null;
        byte[] text = [];
        var trial = options;
        foreach (var level in SourceLevel.All)
        {
            var asBytes = new HashSet<Property>();
            for (var repair = 0; repair <= MaxRepairs; repair++)
            {
                var output = new ArrayBufferWriter<byte>(blob.Length * 3);
                trial = options with { Symbols = SourceWriter.Write(tree, level, values, asBytes, output) };
                text = output.WrittenSpan.ToArray();
                if (Compile(text, trial) is not { } again) break;
                if (again.AsSpan().SequenceEqual(blob[..Math.Min(blob.Length, again.Length)]) && again.Length == TotalSize(blob))
                    return Finish(text, diagnostics, Fidelity.SameBytes, trial, tree);
                var before = asBytes.Count;
                if (BlobInput.Read(again, names, new DiagnosticBag()) is { } tree2 && TreeDifference.Find(tree, tree2, asBytes))
                {
                    sameTree ??= (text, trial);
                    break;
                }

                if (asBytes.Count == before) break;
            }

            // What compiles to the same tree in the same order differs in nothing that another source could change.
            if (sameTree is not null) break;
        }

        return sameTree is { } same
            ? Finish(same.Text, diagnostics, Fidelity.SameTree, same.Options, tree)
            : Finish(text, diagnostics, Fidelity.Readable, trial, tree);
    }

    private static byte[]? Compile(byte[] text, CompileOptions options)
    {
        const string path = "decompiled.dts";
        var sources = new SourceCache { AddedOnly = true };
        sources.Add(new SourceFile(path, text));
        var result = new DtsCompiler(sources).Compile(path, options);
        return result.Diagnostics.HasErrors ? null : result.Output;
    }

    // The options that give the blob's version, boot CPU, reserve map and padding again.
    private static CompileOptions Layout(ReadOnlySpan<byte> blob, DeviceTree tree)
    {
        static uint At(ReadOnlySpan<byte> blob, int offset) =>
            blob.Length >= offset + 4 ? BinaryPrimitives.ReadUInt32BigEndian(blob[offset..]) : 0;
        var version = (int)Math.Min(At(blob, 20), 100);
        var (structure, strings, reservations) = ((long)At(blob, 8), (long)At(blob, 12), (long)At(blob, 16));
        var slots = (Math.Max(0, structure - reservations) / FdtHeader.ReservationSize) - tree.Reservations.Count - 1;
        var padding = version >= 3 ? Math.Max(0, (long)TotalSize(blob) - strings - At(blob, 32)) : 0;
        return new CompileOptions
        {
            RunPreprocessor = false,
            Version = version is 1 or 2 or 3 or 16 ? version : 17,
            BootCpu = tree.BootCpu,
            ReservedEntries = (int)Math.Clamp(slots, 0, 100_000),
            Padding = (int)Math.Clamp(padding, 0, 1 << 24),
        };
    }

    private static int TotalSize(ReadOnlySpan<byte> blob) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(blob[4..]));

    private static void Collect(Node node, DeviceTree tree, Dictionary<uint, Node> phandles)
    {
        var property = node.Find(tree.Names.Phandle) ?? node.Find(tree.Names.LinuxPhandle);
        if (property is { Length: 4 })
        {
            var phandle = BinaryPrimitives.ReadUInt32BigEndian(property.Value);
            if (phandle is not (0 or uint.MaxValue)) phandles.TryAdd(phandle, node);
        }

        foreach (var child in node.Children) Collect(child, tree, phandles);
    }

    private static DecompileResult Finish(byte[] text, DiagnosticBag diagnostics, Fidelity fidelity, CompileOptions options, DeviceTree tree)
    {
        var arguments = Arguments(options, tree);
        var command = arguments.Length == 0 ? "dtc" : $"dtc {arguments}";
        var comment = fidelity switch
        {
            Fidelity.SameBytes => $"// Decompiled; the same bytes again: {command} (or dtc-sharp compile --no-cpp{(arguments.Length == 0 ? "" : $" {arguments}")})\n",
            Fidelity.SameTree => $"// Decompiled; the same tree, if not the same bytes, again: {command}\n",
            _ => "// Decompiled for reading: the blob holds names or an order that source cannot express.\n",
        };
        return new DecompileResult([.. Encoding.ASCII.GetBytes(comment), .. text], diagnostics, fidelity, arguments);
    }

    private static string Arguments(CompileOptions options, DeviceTree tree)
    {
        var text = new StringBuilder();
        if (options.Symbols) text.Append(" -@");
        if (options.Version != 17) text.Append(CultureInfo.InvariantCulture, $" -V {options.Version}");
        if (options.BootCpu is { } cpu && cpu != Dtc.Parser.Syntax.BootCpu.Guess(tree)) text.Append(CultureInfo.InvariantCulture, $" -b {cpu}");
        if (options.ReservedEntries > 0) text.Append(CultureInfo.InvariantCulture, $" -R {options.ReservedEntries}");
        if (options.Padding > 0) text.Append(CultureInfo.InvariantCulture, $" -p {options.Padding}");
        return text.Length == 0 ? "" : text.ToString(1, text.Length - 1);
    }
}
