using System.Globalization;
using System.Text;
using Dtc.Bindings.Documents;
using Dtc.Tree;
using Hypervisor.Configuration;

namespace Hypervisor.Planning;

/// <summary>The numbers of an earlier plan, so that the next one has them again.</summary>
public sealed class PlanLock
{
    private const int Version = 1;
    private readonly Dictionary<string, (string Value, SchemaPosition At)> _values = new(StringComparer.Ordinal);

    private PlanLock(string file, string platform) => (File, Platform) = (file, platform);

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The platform it was made for.</summary>
    public string Platform { get; }

    /// <summary>Its keys.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>The value of a key.</summary>
    public bool TryGet(string key, out string value, out SchemaPosition at)
    {
        var found = _values.TryGetValue(key, out var entry);
        (value, at) = entry;
        return found;
    }

    /// <summary>Reads a lock.</summary>
    /// <returns>Null when it is none; <paramref name="findings"/> says why.</returns>
    public static PlanLock? Read(string file, ReadOnlySpan<byte> bytes, FindingList findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        void Refuse(SchemaPosition at, string message) => findings.Add(
            new GuestFinding(Rules.LockUnreadable, at, "", message) { File = file, Help = "delete it, or name another file" });

        SchemaValue document;
        try
        {
            document = YamlReader.Read(bytes);
        }
        catch (DocumentException fault)
        {
            Refuse(fault.Position, fault.Message);
            return null;
        }

        if (document["version"] is not { Kind: SchemaKind.Integer } version || version.Integer != Version
            || document["platform"] is not { IsString: true } platform || document["numbers"] is not { IsObject: true } numbers)
        {
            Refuse(document.Position, $"the lock lacks 'version: {Version}', 'platform' or 'numbers'");
            return null;
        }

        var result = new PlanLock(file, platform.String);
        foreach (var (key, value) in FactRows(numbers))
        {
            var at = numbers.Members.PositionOf(key);
            if (value.Kind == SchemaKind.Integer && value.Integer >= 0 && value.Integer <= ulong.MaxValue)
                result._values[key] = (((ulong)value.Integer).ToString(CultureInfo.InvariantCulture), at);
            else if (value.IsString) result._values[key] = (value.String, at);
            else Refuse(at, $"'{key}' is neither a number nor a text");
        }

        return result;
    }

    /// <summary>A lock that holds every number of a plan.</summary>
    public static byte[] Write(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder("# Numbers that dtc-sharp chose. \"dtc-sharp plan --lock FILE --update-lock\" writes this file.\n");
        text.Append(CultureInfo.InvariantCulture, $"version: {Version}\nplatform: {plan.Platform}\nnumbers:");
        text.Append(plan.Choices.Count == 0 ? " {}\n" : "\n");
        foreach (var choice in plan.Choices)
        {
            text.Append("  ").Append(Quoted(choice.Key)).Append(": ");
            text.Append(choice.IsNumber ? choice.Value : Quoted(choice.Value)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IEnumerable<(string Key, SchemaValue Value)> FactRows(SchemaValue table)
    {
        for (var i = 0; i < table.Members.Count; i++) yield return (table.Members[i].Key, table.Members[i].Value);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
