using System.Text;
using Dtc.Tree;

namespace Dtc.Compiler.Output;

/// <summary>
/// The comments of dtc <c>-T</c>: file and line that an item comes from, or (<c>-T -T</c>) whole paths with lines and
/// columns, for every body that was merged into a node.
/// </summary>
internal sealed class OriginComment(TextBuffer text, ISourceMap map, int level)
{
    private readonly Dictionary<string, string> _shortened = [];
    private readonly string _main = map.MainFile ?? "";

    /// <summary>Where the bodies of a node begin.</summary>
    public void Start(Node node) => Bodies(node, atEnd: false);

    /// <summary>Where the bodies of a node end.</summary>
    public void End(Node node) => Bodies(node, atEnd: true);

    /// <summary>The definition that gave a property its value.</summary>
    public void Of(Property property)
    {
        if (!Opens(property.Span)) return;
        Place(property.Span, atEnd: false);
        text.Add(" */"u8);
    }

    private void Bodies(Node node, bool atEnd)
    {
        if (!Opens(node.Span)) return;
        Place(node.Span, atEnd);
        for (var further = node.FurtherSpans; further is not null; further = further.Next)
        {
            text.Add(", "u8);
            Place(further.Span, atEnd);
        }

        text.Add(" */"u8);
    }

    private bool Opens(SourceSpan span)
    {
        if (!span.IsNone)
        {
            text.Add(" /* "u8);
            return true;
        }

        if (level > 1) text.Add(" /* <no-file>:<no-line> */"u8);
        return false;
    }

    private void Place(SourceSpan span, bool atEnd)
    {
        if (map.Extent(span) is not { } place) return;
        text.Add(level > 1 ? place.File : Shortened(place.File));
        text.Add(':');
        if (level == 1)
        {
            text.Decimal(atEnd ? place.EndLine : place.Line);
            return;
        }

        text.Decimal(place.Line);
        text.Add(':');
        text.Decimal(place.Column);
        text.Add('-');
        text.Decimal(place.EndLine);
        text.Add(':');
        text.Decimal(place.EndColumn);
    }

    // Relative to the directory of the main file, if they have any directory in common.
    private string Shortened(string file)
    {
        if (_shortened.TryGetValue(file, out var known)) return known;
        var common = 0; // behind the last slash that both have
        var shared = 0;
        for (var i = 0; i < Math.Min(file.Length, _main.Length) && file[i] == _main[i]; i++)
        {
            if (file[i] != '/') continue;
            common = i + 1;
            shared++;
        }

        var result = file;
        if (shared > 0)
        {
            var up = _main.AsSpan().Count('/') - shared;
            result = new StringBuilder().Insert(0, "../", up).Append(file, common, file.Length - common).ToString();
        }

        return _shortened[file] = result;
    }
}
