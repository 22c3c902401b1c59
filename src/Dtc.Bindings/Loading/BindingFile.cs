using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <summary>Reads one binding: text, shape, fix-ups.</summary>
internal static class BindingFile
{
    /// <summary>Reads a binding.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="read">Gives a file's bytes.</param>
    /// <param name="findings">Receives why it cannot be used.</param>
    /// <returns>Null when it cannot be used.</returns>
    public static Binding? Read(string file, Func<string, byte[]> read, List<LoadFinding> findings)
    {
        try
        {
            var schema = YamlReader.Read(read(file));
            return FromDocument(schema, file, findings);
        }
        catch (DocumentException fault)
        {
            findings.Add(new LoadFinding(LoadFault.Syntax, file, fault.Position, fault.Message));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            findings.Add(new LoadFinding(LoadFault.Unreadable, file, default, $"the file cannot be read: {FileReason.Of(fault)}"));
        }

        return null;
    }

    /// <summary>Makes a binding of a document, which is fixed up in place.</summary>
    public static Binding? FromDocument(SchemaValue schema, string file, List<LoadFinding> findings)
    {
        if (!schema.IsObject)
        {
            findings.Add(new LoadFinding(LoadFault.Syntax, file, schema.Position, "a binding is a mapping"));
            return null;
        }

        if (SchemaShape.FindFault(schema) is var (path, position, message))
        {
            findings.Add(new LoadFinding(LoadFault.Schema, file, position, $"{string.Join(": ", path)}: {message}") { Path = [.. path] });
            return null;
        }

        if (schema["$id"] is not { } id)
        {
            findings.Add(new LoadFinding(LoadFault.Schema, file, schema.Position, "there is no $id"));
            return null;
        }

        Fixups.Apply(schema);
        schema.Members.Set("type", SchemaValue.Of("object"));
        schema.Members.Set("$filename", SchemaValue.Of(file));
        return new Binding(id.String.TrimEnd('#'), file, schema);
    }
}
