using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dtc.Tests;

namespace Dtc.Compiler.Tests.Checks;

/// <summary>What dtc 1.8.1 says about generated sources: asked once, kept as hashes beside the other caches.</summary>
internal sealed class CheckAnswers : IDisposable
{
    // Raised when what is kept, or the command, changes.
    private const int Recipe = 3;

    private static readonly string[] Verdicts = ["ERROR: Input tree", "Warning: Input tree", "FATAL ERROR: "];

    private readonly string _tool = DtcTools.Path("dtc");
    private readonly string _directory;
    private readonly string _path;
    private readonly ConcurrentDictionary<string, Answer> _known = new(StringComparer.Ordinal);
    private bool _changed;

    /// <summary>Runs dtc in <paramref name="directory"/> when it has to.</summary>
    public CheckAnswers(string directory)
    {
        _directory = directory;
        _path = Path.Combine(DtcTools.Directory, "..", "..", $"generated-checks-{Recipe}.tsv");
        if (!File.Exists(_path)) return;
        foreach (var line in File.ReadLines(_path))
        {
            if (line.Split('\t') is [var key, var exitCode, var hash]) _known[key] = new Answer(int.Parse(exitCode, CultureInfo.InvariantCulture), hash);
        }
    }

    /// <summary>What dtc made of a source.</summary>
    /// <param name="ExitCode">Above 128 for a signal.</param>
    /// <param name="Hash">Hash of the messages of its checks.</param>
    internal sealed record Answer(int ExitCode, string Hash)
    {
        /// <summary>True when the verdict and the messages are the same.</summary>
        public bool Is(bool failed, string text) => Hash == HashOf($"{failed}\n{text}");
    }

    /// <summary>The answer about an input of that format, from memory where it is known.</summary>
    public Answer Ask(string format, IEnumerable<string> arguments, byte[] input)
    {
        var key = HashOf($"{format} {string.Join(' ', arguments)}\n{Encoding.Latin1.GetString(input)}");
        if (_known.TryGetValue(key, out var known)) return known;
        var (exitCode, messages) = Run(format, arguments, input);
        var failed = messages.Contains("Input tree has errors, ", StringComparison.Ordinal);
        _changed = true;
        return _known[key] = new Answer(exitCode, HashOf($"{failed}\n{ChecksOf(messages)}"));
    }

    /// <summary>Asks dtc.</summary>
    public (int ExitCode, string Messages) Run(string format, IEnumerable<string> arguments, byte[] input)
    {
        var start = new ProcessStartInfo(_tool, ["-I", format, "-O", "dtb", "-o", "-", .. arguments, "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.Latin1,
            WorkingDirectory = _directory,
        };
        using var process = Process.Start(start)!;
        var reading = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var messages = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        Task.WaitAll(reading, messages);
        process.WaitForExit();
        return (process.ExitCode, messages.Result);
    }

    /// <summary>Keeps what is new.</summary>
    public void Dispose()
    {
        if (!_changed) return;
        var temporary = $"{_path}.{Environment.ProcessId}";
        File.WriteAllLines(temporary, _known.Select(pair => $"{pair.Key}\t{pair.Value.ExitCode}\t{pair.Value.Hash}"));
        File.Move(temporary, _path, overwrite: true);
    }

    // What stands before the verdict, which ends the checks; later passes have their own words.
    private static string ChecksOf(string messages)
    {
        var lines = messages.Split('\n');
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var line = lines[i];
            if (Verdicts.Any(verdict => line.StartsWith(verdict, StringComparison.Ordinal))) break;
            if (!line.StartsWith("WARNING: ", StringComparison.Ordinal)) text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)))[..24];
}
