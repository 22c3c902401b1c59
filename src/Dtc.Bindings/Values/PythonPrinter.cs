using System.Text;

namespace Dtc.Bindings.Values;

/// <summary>
/// Lays values out on lines as Python's <c>pprint</c> does: what fits a line is one, other lists and mappings have an
/// item a line, long strings and bytes are cut into parts that Python joins.
/// </summary>
internal sealed class PythonPrinter
{
    private readonly StringBuilder _text = new();
    private readonly int _width;
    private readonly bool _compact;

    private PythonPrinter(int width, bool compact)
    {
        _width = width;
        _compact = compact;
    }

    /// <summary>Lays out a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="width">Columns of a line.</param>
    /// <param name="compact">Whether several items of a list share a line.</param>
    /// <returns>Lines without the last line end.</returns>
    public static string Print(PythonItem value, int width, bool compact)
    {
        var printer = new PythonPrinter(width, compact);
        printer.Print(value, 0, 0, 1);
        return printer._text.ToString();
    }

    // `allowance` columns at the end of the last line are taken by what closes the values around.
    private void Print(PythonItem value, int indent, int allowance, int level)
    {
        if (value.Length <= _width - indent - allowance || !value.CanBeSplit)
        {
            value.Append(_text);
            return;
        }

        switch (value.Kind)
        {
            case PythonKind.Text:
                PrintText(value, indent, allowance, level);
                break;
            case PythonKind.Bytes:
                PrintBytes(value, indent, allowance, level);
                break;
            case PythonKind.Map:
                PrintMap(value, indent, allowance, level);
                break;
            default:
                _text.Append(value.Open);
                PrintItems(value.Items, indent, allowance + value.Close.Length, level);
                _text.Append(value.Close);
                break;
        }
    }

    private void PrintMap(PythonItem map, int indent, int allowance, int level)
    {
        _text.Append('{');
        indent++;
        for (var i = 0; i < map.Items.Count; i++)
        {
            if (i > 0) NewLine(",", indent);
            var key = map.Keys[i];
            key.Append(_text);
            _text.Append(": ");
            Print(map.Items[i], indent + key.Length + 2, i == map.Items.Count - 1 ? allowance + 1 : 1, level + 1);
        }

        _text.Append('}');
    }

    private void PrintItems(List<PythonItem> items, int indent, int allowance, int level)
    {
        indent++;
        var full = _width - indent + 1;
        var left = full;
        var first = true;
        var breaks = false;
        for (var i = 0; i < items.Count; i++)
        {
            var isLast = i == items.Count - 1;
            if (isLast)
            {
                full -= allowance;
                left -= allowance;
            }

            if (_compact)
            {
                var length = items[i].Length + 2;
                if (left < length)
                {
                    left = full;
                    breaks = true;
                }

                if (left >= length)
                {
                    left -= length;
                    Separate();
                    breaks = false;
                    items[i].Append(_text);
                    continue;
                }
            }

            Separate();
            breaks = true;
            Print(items[i], indent, isLast ? allowance : 1, level + 1);
        }

        void Separate()
        {
            if (!first && breaks) NewLine(",", indent);
            else if (!first) _text.Append(", ");
            first = false;
        }
    }

    private void PrintText(PythonItem value, int indent, int allowance, int level)
    {
        var alone = level == 1;
        if (alone)
        {
            indent++;
            allowance++;
        }

        var parts = TextParts(value.Text, _width - indent, allowance);
        if (parts.Count == 1)
        {
            _text.Append(parts[0]);
            return;
        }

        PrintParts(parts, indent, alone);
    }

    private static List<string> TextParts(string text, int width, int allowance)
    {
        var parts = new List<string>();
        var lines = PythonLines.Split(text);
        for (var i = 0; i < lines.Count; i++)
        {
            var isLast = i == lines.Count - 1;
            var whole = PythonText.Of(lines[i]);
            if (PythonItem.Columns(whole) <= (isLast ? width - allowance : width))
            {
                parts.Add(whole);
                continue;
            }

            var words = PythonLines.Words(lines[i]);
            var limit = width;
            var current = "";
            for (var j = 0; j < words.Count; j++)
            {
                if (isLast && j == words.Count - 1) limit -= allowance;
                if (PythonItem.Columns(PythonText.Of(current + words[j])) <= limit)
                {
                    current += words[j];
                    continue;
                }

                if (current.Length > 0) parts.Add(PythonText.Of(current));
                current = words[j];
            }

            if (current.Length > 0) parts.Add(PythonText.Of(current));
        }

        return parts;
    }

    private void PrintBytes(PythonItem value, int indent, int allowance, int level)
    {
        const int Group = 4;
        var bytes = value.Bytes;
        var alone = level == 1;
        if (alone)
        {
            indent++;
            allowance++;
        }

        var width = _width - indent;
        var parts = new List<string>();
        var start = 0;
        for (var at = 0; at < bytes.Length; at += Group)
        {
            // Only a last group that is not full makes room for what follows.
            if (at == bytes.Length / Group * Group) width -= allowance;
            var end = Math.Min(at + Group, bytes.Length);
            if (PythonText.Of(bytes[start..end]).Length <= width) continue;
            if (at > start) parts.Add(PythonText.Of(bytes[start..at]));
            start = at;
        }

        parts.Add(PythonText.Of(bytes[start..]));
        PrintParts(parts, indent, alone);
    }

    private void PrintParts(List<string> parts, int indent, bool inParentheses)
    {
        if (inParentheses) _text.Append('(');
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0) NewLine("", indent);
            _text.Append(parts[i]);
        }

        if (inParentheses) _text.Append(')');
    }

    private void NewLine(string end, int indent) => _text.Append(end).Append('\n').Append(' ', indent);
}
