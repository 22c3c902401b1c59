using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Dtc.Bindings.Tests.Hypervisors;

/// <summary>Runs the programs of dt-schema 2026.06, which are fetched, under the Python that is installed.</summary>
internal static class Upstream
{
    private static readonly string[] Packages = ["python3-jsonschema", "python3-referencing", "python3-jsonschema-specifications"];

    private static readonly string Packed = Path.Combine(KernelBindings.Cache, "dt-schema-2026.06", "usr");

    /// <summary>Where what stands in for compiled packages lies.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Hypervisors", "Upstream");

    /// <summary>Runs one of the programs in a directory.</summary>
    /// <returns>Exit code, and both streams.</returns>
    public static (int Code, string Output, string Error) Run(string directory, string program, params string[] arguments)
    {
        var places = Packages.Select(package => Path.Combine(KernelBindings.Cache, package)).Append(Packed).ToList();
        if (places.Find(place => !Directory.Exists(place)) is { } missing) throw new InvalidOperationException($"there is no {missing}; please run: scripts/dt-schema-python.sh");
        string[] path =
        [
            Folder,
            .. Packages.Select(package => Path.Combine(KernelBindings.Cache, package, "usr/lib/python3/dist-packages")),
            Path.Combine(Packed, "lib/python3/dist-packages"),
        ];
        return Python(directory, string.Join(':', path), null, [Path.Combine(Packed, "bin", program), .. arguments]);
    }

    /// <summary>Runs Debian's Python, which has what Debian's dt-schema depends on.</summary>
    public static (int Code, string Output, string Error) Python(string directory, string? path, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory, StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment["PYTHONHASHSEED"] = "0";
        start.Environment["PYTHONPATH"] = path ?? string.Empty;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input ?? string.Empty);
            process.StandardInput.Close();
            process.WaitForExit();
            return (process.ExitCode, output.Result, error.Result);
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("there is no /usr/bin/python3; please run: scripts/install.sh dt-schema");
        }
    }
}
