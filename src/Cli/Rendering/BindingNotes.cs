using System.Buffers;
using System.Text;
using System.Text.Json;
using Cli.Hosting;
using Cli.Output;
using Dtc.Tree;

namespace Cli.Rendering;

/// <summary>
/// Shows findings about bindings: for people with the line of the binding, or as one JSON object a line.
/// </summary>
internal sealed class BindingNotes(Palette palette, bool asJson)
{
    private string? _file;
    private string[] _lines = [];

    /// <summary>Appends a finding.</summary>
    public void Append(IBufferWriter<byte> output, BindingNote note)
    {
        if (asJson) AppendJson(output, note);
        else AppendText(output, note);
    }

    /// <summary>Writes findings to standard error.</summary>
    public void Write(Host host, IEnumerable<BindingNote> notes)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var note in notes) Append(text, note);
        if (text.WrittenCount > 0) host.WriteError(text.WrittenSpan);
    }

    private static void AppendJson(IBufferWriter<byte> output, BindingNote note)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("file", note.File);
            WriteNumber(json, "line", note.Position.Line);
            WriteNumber(json, "column", note.Position.Column);
            json.WriteString("severity", note.IsError ? "error" : "warning");
            json.WriteString("kind", note.Kind);
            json.WriteString("rule", note.Rule);
            json.WriteString("path", note.Path);
            json.WriteString("schema", note.Schema);
            json.WriteString("message", note.Message);
            json.WriteString("help", note.Help);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int number)
    {
        if (number > 0) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private void AppendText(IBufferWriter<byte> output, BindingNote note)
    {
        var severity = note.IsError ? Severity.Error : Severity.Warning;
        var text = new StringBuilder();
        text.Append(palette.Bold).Append(Printable.Escape(note.File));
        if (note.Position.Line > 0) text.Append(':').Append(note.Position.Line).Append(':').Append(note.Position.Column);
        text.Append(": ").Append(palette.Reset).Append(palette.For(severity)).Append(SeverityName.Of(severity));
        if (note.Rule is not null) text.Append('[').Append(note.Rule).Append(']');
        text.Append(": ").Append(palette.Reset).Append(palette.Bold);
        if (note.Path is { Length: > 0 } path) text.Append(Printable.Escape(path)).Append(": ");
        var lines = note.Message.Split('\n');
        text.Append(Printable.Escape(lines[0])).Append(palette.Reset).Append('\n');
        foreach (var line in lines.AsSpan(1)) text.Append("  ").Append(Printable.Escape(line.Trim())).Append('\n');
        AppendExcerpt(text, note, severity);
        if (note.Schema is not null)
        {
            text.Append("  ").Append(palette.For(Severity.Note)).Append("note: ").Append(palette.Reset)
                .Append("asked for by ").Append(Printable.Escape(note.Schema)).Append('\n');
        }

        if (note.Help is not null)
        {
            text.Append("  ").Append(palette.Help).Append("help: ").Append(palette.Reset).Append(Printable.Escape(note.Help)).Append('\n');
        }

        _ = Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    private void AppendExcerpt(StringBuilder text, BindingNote note, Severity severity)
    {
        var (line, column) = note.Position;
        if (line == 0 || LineText(note.File, line) is not { } source) return;
        // Columns of bindings count characters, those of excerpts bytes.
        var start = Math.Clamp(column - 1, 0, source.Length);
        var end = start;
        while (end < source.Length && !char.IsWhiteSpace(source[end]) && source[end] is not (':' or ',' or ']')) end++;
        var location = new SourceLocation(
            note.File, line, ByteColumn(source, start), line, ByteColumn(source, Math.Max(end, start + 1)), source, []);
        SourceExcerpt.Append(text, location, palette.For(severity), palette.Reset);
    }

    private static int ByteColumn(string line, int at) => Encoding.UTF8.GetByteCount(line.AsSpan(0, Math.Min(at, line.Length))) + 1;

    private string? LineText(string file, int line)
    {
        if (_file != file)
        {
            _file = file;
            try
            {
                _lines = File.ReadAllLines(file);
            }
            catch (Exception e) when (IOReason.IsIO(e))
            {
                _lines = [];
            }
        }

        return line <= _lines.Length ? _lines[line - 1] : null;
    }
}
