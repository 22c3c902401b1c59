using System.Globalization;

namespace Dtc.Compiler.Tests;

/// <summary>Numbers from the environment, and counts for the person at the terminal.</summary>
internal static class TestSettings
{
    private static readonly Lock Gate = new();

    /// <summary>The seed of all random tests (DTC_SHARP_FUZZ_SEED).</summary>
    public static int Seed => Number("DTC_SHARP_FUZZ_SEED", 20240501);

    /// <summary>The number in an environment variable.</summary>
    public static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    /// <summary>Prints a line, and adds it to those that <c>./test.sh</c> shows at its end.</summary>
    public static void Report(string line)
    {
        lock (Gate)
        {
            Console.WriteLine(line);
            if (Environment.GetEnvironmentVariable("DTC_SHARP_TEST_REPORT") is { Length: > 0 } path) File.AppendAllText(path, line + "\n");
        }
    }
}
