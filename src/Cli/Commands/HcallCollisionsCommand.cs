using System.Globalization;
using System.Text;
using Cli.Hosting;
using Cli.Inputs;
using Cli.Options;
using Cli.Rendering;
using Hypervisor.Hcall;

namespace Cli.Commands;

/// <summary><c>dtc-sharp hcall collisions</c>: numbers that mean two things.</summary>
internal static class HcallCollisionsCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(ReadOnlySpan<string> args, Host host)
    {
        var arguments = new HcallArguments();
        var operands = new OptionParser<HcallArguments>(Specs(), "dtc-sharp hcall collisions").Parse(args, arguments);
        if (operands.Count > 0) throw new UsageException($"unexpected '{operands[0]}'; an ABI is named by --abi");
        if (HcallAbis.Load(arguments, host) is not { } library) return ExitCode.InputErrors;
        var found = CollisionFinder.Find(HcallAbis.Chosen(library, arguments));
        if (arguments.Json)
        {
            HcallJson.Print(host, json =>
            {
                json.WriteStartArray();
                foreach (var collision in found) HcallJson.Collision(json, collision);
                json.WriteEndArray();
            });
        }
        else
        {
            var text = new StringBuilder();
            foreach (var collision in found) Append(text, collision);
            var count = found.Count(collision => collision.Kind != HcallCollisionKind.Shared);
            text.Append(CultureInfo.InvariantCulture, $"{(count == 0 ? "no" : count)} {(count == 1 ? "collision" : "collisions")}\n");
            host.Print(text.ToString());
        }

        return found.All(collision => collision.Kind == HcallCollisionKind.Shared) ? ExitCode.Success : ExitCode.InputErrors;
    }

    /// <summary>The options.</summary>
    public static OptionSpec<HcallArguments>[] Specs() => HcallArguments.WithAbis(HcallArguments.FormatOption<HcallArguments>());

    /// <summary>What <c>dtc-sharp hcall --help</c> prints about it.</summary>
    public static string Help()
    {
        var text = new StringBuilder(
            """
            Find numbers that mean two things although they are called by the same instruction and register.

            Usage: dtc-sharp hcall collisions [--abi NAME --abi NAME...] [OPTIONS]

            """);
        OptionHelp.Append(text, Specs());
        text.Append(
            """

            Exit codes: 0 no collisions, 1 collisions, 2 trouble.

            """);
        return text.ToString();
    }

    private static void Append(StringBuilder text, HcallCollision collision)
    {
        var (first, second) = (collision.First.Name, collision.Second.Name);
        text.Append(collision.Kind switch
        {
            HcallCollisionKind.Number => $"collision: {first} and {second} have the same numbers for different calls\n",
            HcallCollisionKind.Range => $"collision: {second} has numbers in a range of {first} that is not its own\n",
            _ => $"note: {first} and {second} share a range\n",
        });
        foreach (var place in collision.Places)
            text.Append(CultureInfo.InvariantCulture, $"  0x{place.Number:x8}  {(place.First is null ? place.Second : $"{place.First}, {place.Second}")}\n");
        if (collision.Range is { } range) text.Append(CultureInfo.InvariantCulture, $"  range   0x{range.First:x8} to 0x{range.Last:x8}: {Printable.Escape(range.Name)} ({range.Kind})\n");
        text.Append("  conduit ").Append(Printable.Escape(collision.Conduit)).Append('\n');
        text.Append("  ");
        TextWrap.Append(text, Printable.Escape(collision.Explanation.ReplaceLineEndings(" ")), 2, 100);
        text.Append('\n');
    }
}
