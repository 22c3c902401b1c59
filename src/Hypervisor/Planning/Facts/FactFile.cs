using Dtc.Bindings.Documents;
using Hypervisor.Platforms;

namespace Hypervisor.Planning.Facts;

/// <summary>The tables that plans are made by; they are part of the library and always well formed.</summary>
internal static class FactFile
{
    public static SchemaValue Read(string name)
    {
        using var stream = typeof(FactFile).Assembly.GetManifestResourceStream("planning/" + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return YamlReader.Read(bytes);
    }

    public static ulong Number(SchemaValue table, string key) => (ulong)table[key]!.Integer;

    public static int Int(SchemaValue table, string key) => (int)table[key]!.Integer;

    public static string[] Texts(SchemaValue table, string key) => [.. table[key]!.Items.Select(item => item.String)];

    public static AddressRange Region(SchemaValue pair) => new((ulong)pair.Items[0].Integer, (ulong)pair.Items[1].Integer);

    public static AddressRange[] Regions(SchemaValue list) => [.. list.Items.Select(Region)];

    public static IEnumerable<(string Key, SchemaValue Value)> Rows(SchemaValue table)
    {
        for (var i = 0; i < table.Members.Count; i++) yield return (table.Members[i].Key, table.Members[i].Value);
    }

    /// <summary>Regions by the version of the interrupt controller.</summary>
    public static Dictionary<int, AddressRange[]> ByVersion(SchemaValue table) =>
        Rows(table).ToDictionary(row => int.Parse(row.Key, System.Globalization.CultureInfo.InvariantCulture), row => Regions(row.Value));
}
