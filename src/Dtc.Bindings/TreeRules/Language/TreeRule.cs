using Dtc.Bindings.Documents;
using Dtc.Tree;

namespace Dtc.Bindings.TreeRules;

/// <summary>A rule about nodes in their tree, as a file of rules has it.</summary>
public sealed class TreeRule
{
    /// <summary>Name of the binding it belongs to, and its own: <c>xen/grant-window-in-ram</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it asks for, one sentence without a full stop.</summary>
    public required string Title { get; init; }

    /// <summary>How bad it is to break it.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Where it is written: a document and section, a file, or how it was observed.</summary>
    public required string Source { get; init; }

    /// <summary>What happens to those who break it.</summary>
    public required string Consequence { get; init; }

    /// <summary>A way out; null when it follows from the title.</summary>
    public string? Help { get; init; }

    /// <summary>First version of the hypervisor it holds for; null for all.</summary>
    public Version? Since { get; init; }

    /// <summary>Last version it holds for; null for all.</summary>
    public Version? Until { get; init; }

    /// <summary>The file it stands in.</summary>
    public required string File { get; init; }

    /// <summary>Where in that file.</summary>
    public required SchemaPosition Position { get; init; }

    internal NodeSelector For { get; private init; } = null!;

    internal Assertion[] When { get; private init; } = null!;

    internal Assertion[] Assert { get; private init; } = null!;

    internal static TreeRule Read(SchemaValue value, string binding, string file, RuleNames names)
    {
        var nodes = NodeSelector.ReadTest(value["for"]!, names);
        return new TreeRule
        {
            Id = $"{binding}/{value["id"]!.String}",
            Title = value["title"]!.String,
            Severity = value["level"]?.String switch { "warning" => Severity.Warning, "note" => Severity.Note, _ => Severity.Error },
            Source = value["source"]!.String,
            Consequence = value["consequence"]!.String,
            Help = value["help"]?.String,
            Since = value["since"] is { } since ? RuleText.ReadVersion(since) : null,
            Until = value["until"] is { } until ? RuleText.ReadVersion(until) : null,
            File = file,
            Position = value.Members.PositionOf("id"),
            For = value["disabled"]?.IsTrue == true ? nodes : nodes.Enabled(),
            When = value["when"] is { } when ? [.. RuleText.List(when).Select(item => AssertionReader.Read(item, names))] : [],
            Assert = [.. RuleText.List(value["assert"]!).Select(item => AssertionReader.Read(item, names))],
        };
    }

    /// <summary>
    /// How bad it is for a version. Where none is known, what only newer versions mind is a warning, and what only older
    /// ones did is a note.
    /// </summary>
    internal Severity SeverityFor(Version? version) =>
        version is not null ? Severity
        : Until is not null ? Severity.Note
        : Since is not null && Severity == Severity.Error ? Severity.Warning
        : Severity;

    /// <summary>Whether it holds for a version; it does when that is not known.</summary>
    internal bool HoldsFor(Version? version) =>
        version is null || ((Since is null || version >= Since) && (Until is null || version <= Until));
}
