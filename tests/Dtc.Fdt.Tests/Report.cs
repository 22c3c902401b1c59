namespace Dtc.Fdt.Tests;

/// <summary>Counts for the person at the terminal: lines that <c>./test.sh</c> shows at its end.</summary>
internal static class Report
{
    private static readonly Lock Gate = new();

    /// <summary>Adds a line.</summary>
    public static void Write(string line)
    {
        lock (Gate)
        {
            Console.WriteLine(line);
            if (Environment.GetEnvironmentVariable("DTC_SHARP_TEST_REPORT") is { Length: > 0 } path)
                File.AppendAllText(path, line + "\n");
        }
    }
}
