using Dtc.Bindings.Documents;

namespace Dtc.Bindings.Loading;

/// <content>
/// Interrupts: whoever takes <c>interrupts</c> takes <c>interrupts-extended</c> as well, with the same constraints, and
/// whoever requires the one is content with the other.
/// </content>
internal static partial class Fixups
{
    private const string Interrupts = "interrupts";
    private const string InterruptsExtended = "interrupts-extended";

    private static void FixInterrupts(SchemaValue schema, FixupPath? path)
    {
        var members = schema.Members;
        if (members.Find("properties") is { IsObject: true } properties) AllowExtended(properties.Members);
        if (path?.Step != "oneOf") RequireEither(members);
        if (members.Find("dependentRequired") is { IsObject: true } required) FixDependentRequired(members, required);

        if (members.Find("dependentSchemas") is { IsObject: true } dependent && dependent[Interrupts] is { } needed
            && !dependent.Members.Contains(InterruptsExtended))
        {
            // The same schema, not a copy: what the later passes do to it they do once more, as in dt-schema.
            dependent.Members.Set(InterruptsExtended, needed, dependent.Members.PositionOf(Interrupts));
        }
    }

    private static void AllowExtended(SchemaMembers properties)
    {
        if ((properties.Contains(Interrupts) || properties.Contains("interrupt-controller")) && !properties.Contains("interrupt-parent"))
        {
            properties.Set("interrupt-parent", SchemaValue.Of(true));
        }

        if (properties.Find(Interrupts) is { } interrupts && !properties.Contains(InterruptsExtended))
        {
            properties.Set(InterruptsExtended, interrupts.DeepCopy(), properties.PositionOf(Interrupts));
        }
    }

    private static void RequireEither(SchemaMembers members)
    {
        if (members.Find("required") is not { IsArray: true } required) return;
        var at = required.Items.FindIndex(IsInterrupts);
        if (at < 0) return;

        var position = required.Items[at].Position;
        if (members.Contains("oneOf"))
        {
            if (members.Find("allOf") is not { } all)
            {
                all = SchemaValue.Of([], position);
                members.Set("allOf", all, position);
            }

            var either = new SchemaMembers();
            either.Set("oneOf", EitherRequired(position), position);
            all.Items.Add(SchemaValue.Of(either, position));
        }
        else
        {
            members.Set("oneOf", EitherRequired(position), position);
        }

        required.Items.RemoveAt(at);
        if (required.Items.Count == 0) members.Remove("required");
    }

    private static void FixDependentRequired(SchemaMembers members, SchemaValue dependentRequired)
    {
        var entries = dependentRequired.Members;
        if (entries.Find(Interrupts) is { } needed && !entries.Contains(InterruptsExtended))
        {
            entries.Set(InterruptsExtended, needed, entries.PositionOf(Interrupts));
        }

        for (var i = 0; i < entries.Count; i++)
        {
            var (name, list, position) = entries[i];
            var at = list.IsArray ? list.Items.FindIndex(IsInterrupts) : -1;
            if (at < 0) continue;

            var either = new SchemaMembers();
            either.Set("oneOf", EitherRequired(list.Items[at].Position), position);
            var schemas = new SchemaMembers();
            schemas.Set(name, SchemaValue.Of(either, list.Position), position);
            // As in dt-schema this replaces whatever was there.
            members.Set("dependentSchemas", SchemaValue.Of(schemas, position), position);
            list.Items.RemoveAt(at);
            if (list.Items.Count > 0) continue;
            // And it stops at the first one that has nothing left.
            entries.Remove(name);
            break;
        }

        if (entries.Count == 0) members.Remove("dependentRequired");
    }

    private static bool IsInterrupts(SchemaValue value) => value.IsString && value.String == Interrupts;

    private static SchemaValue EitherRequired(SchemaPosition position) =>
        SchemaValue.Of([Required(Interrupts, position), Required(InterruptsExtended, position)], position);

    private static SchemaValue Required(string property, SchemaPosition position)
    {
        var members = new SchemaMembers();
        members.Set("required", SchemaValue.Of([SchemaValue.Of(property, position)], position), position);
        return SchemaValue.Of(members, position);
    }
}
