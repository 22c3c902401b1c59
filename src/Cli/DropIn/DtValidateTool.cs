using Cli.Edits;
using Cli.Hosting;
using Dtc.Bindings.Decoding;
using Dtc.Bindings.Documents;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;

namespace Cli.DropIn;

/// <summary>
/// Stands in for <c>dt-validate</c>: checks blobs against bindings, findings on standard error, exit code 0 whatever is
/// found. Where dt-validate ends in a Python traceback this goes on; a blob that cannot be read at all makes the exit code 1.
/// </summary>
internal static class DtValidateTool
{
    private const int Refused = 255;

    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host)
    {
        var arguments = Arguments();
        if (arguments.Parse(args, host) is { } code) return code;
        var schema = arguments["preparse"] is { Length: > 0 } processed ? processed : arguments["schema"] ?? "";
        if (arguments["cache-dir"] is { Length: > 0 } && !File.Exists(schema))
        {
            DtSchemas.Tell(host, "--cache-dir requires a schema file");
            return Refused;
        }

        if (schema.Length > 0 && !File.Exists(schema) && !Directory.Exists(schema)) return Refused;
        if (DtSchemas.Open(schema.Length > 0 ? [schema] : [], host) is not { } program) return 1;
        return DeepStack.Run(() => new Session(arguments, program, host).Run());
    }

    private static PythonArguments Arguments() => new(
        "dt-validate",
        [
            PythonOption.HelpOption,
            new('s', "schema", "SCHEMA", "processed schema, binding, or directory with bindings"),
            new('p', "preparse", "PREPARSE", "the older name of -s"),
            new('l', "limit", "LIMIT", "use only schemas whose $id holds one of the words of LIMIT, which stand between colons"),
            new('c', "compatible-match", null, "use only the schema of a node's most specific compatible"),
            new('m', "show-unmatched", null, "also tell compatible strings that no binding documents"),
            new('n', "line-number", null, "accepted, does nothing"),
            new('v', "verbose", null, "print schemas and values in full, and each file that is checked"),
            new('\0', "json-output", "JSON_OUTPUT", "also write what is found to a file, as JSON"),
            new('\0', "cache-dir", "CACHE_DIR", "accepted; results are not kept, as checking again takes no longer"),
            new('u', "url-path", "URL_PATH", "a path that is taken off the words of LIMIT"),
            PythonOption.VersionOption,
        ],
        [new PythonOperand("dtbs", 0, true, "blobs, and directories with blobs")])
    {
        TakesFiles = true,
    };

    // What the words of -l may begin with, when they were written as paths of files.
    private static List<string> Limits(PythonArguments arguments)
    {
        if (arguments["limit"] is not { Length: > 0 } limit) return [];
        var words = limit.Split(':').ToList();
        if (arguments["url-path"] is not { Length: > 0 } path) return words;
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (words[i].StartsWith(step, StringComparison.Ordinal)) words[i] = words[i][Math.Min(step.Length + 1, words[i].Length)..];
            }
        }

        return words;
    }

    private sealed class Session(PythonArguments arguments, BindingProgram program, Host host)
    {
        private readonly List<SchemaValue> _records = [];
        private readonly bool _verbose = arguments.Has("verbose");
        private readonly bool _keepRecords = arguments["json-output"] is { Length: > 0 };
        private readonly ValidationOptions _options = new()
        {
            ShowUnmatched = arguments.Has("show-unmatched"),
            CompatibleOnly = arguments.Has("compatible-match"),
            Limits = Limits(arguments),
        };

        private int _code;

        public int Run()
        {
            foreach (var file in BlobFiles(arguments.Operands))
            {
                if (_verbose) host.Print($"Check:  {file}\n");
                Check(file);
            }

            if (!_keepRecords) return _code;
            var output = arguments["json-output"]!;
            byte[] content = [.. JsonWriter.Write(SchemaValue.Of(_records), indent: 2, sorted: false), (byte)'\n'];
            if ((OutputProblem.Foresee(output) ?? ToolWriter.Write(output, content)) is not { } reason) return _code;
            DtSchemas.Tell(host, $"dt-validate: cannot write '{output}': {reason}");
            return 1;
        }

        private static IEnumerable<string> BlobFiles(IReadOnlyList<string> paths)
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
            foreach (var directory in paths.Where(Directory.Exists))
            {
                foreach (var file in Directory.EnumerateFiles(directory, "*.dtb", options).Order(StringComparer.Ordinal)) yield return file;
            }

            foreach (var file in paths.Where(File.Exists)) yield return file;
        }

        private void Check(string file)
        {
            if (BlobFile.Read(file, host) is not { } blob)
            {
                _code = 1;
                return;
            }

            var shown = DisplayPath(file);
            Validator.Validate(BindingTree.FromBlob(blob), program, finding => Tell(finding, shown), _options);
        }

        private void Tell(BindingFinding finding, string file)
        {
            var text = _verbose ? DtValidateVerbose.Format(finding, file) : DtValidateText.Format(finding, file);
            if (finding is { Kind: FindingKind.Decode, NodePath: null })
            {
                text = $"{file}: {text}";
                _code = 1;
            }

            DtSchemas.Tell(host, text);
            if (_keepRecords) _records.Add(DtValidateJson.Of(finding, file, text));
        }

        // From the working directory, for what is below it.
        private static string DisplayPath(string file)
        {
            var full = Path.GetFullPath(file);
            var here = Directory.GetCurrentDirectory().TrimEnd('/') + "/";
            return full.StartsWith(here, StringComparison.Ordinal) ? full[here.Length..] : full;
        }
    }
}
