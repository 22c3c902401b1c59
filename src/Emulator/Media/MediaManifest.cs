using System.Globalization;
using System.Text;

namespace Emulator.Media;

/// <summary>
/// The text file that makes a folder a set of media: where the files come from and how large they are. Written last, so that
/// a folder that has one is complete.
/// </summary>
internal sealed record MediaManifest(IReadOnlyList<MediaPackage> Packages, IReadOnlyList<MediaManifest.Entry> Files)
{
    public const string FileName = "manifest.txt";

    private const string Head = "# Boot media of dtc-sharp, from Debian's packages; 'dtc-sharp media fetch' writes this.\nformat 1\n";

    /// <summary>A file: its role, its path below the folder, its size in bytes and SHA-256.</summary>
    public sealed record Entry(MediaRole Role, string Path, long Size, string Sum);

    /// <summary>Reads a manifest; null when it is none.</summary>
    public static MediaManifest? Read(string folder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(folder, FileName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        var packages = new List<MediaPackage>();
        var files = new List<Entry>();
        var known = false;
        foreach (var line in lines)
        {
            switch (line.Split(' '))
            {
                case ["format", "1"]:
                    known = true;
                    break;
                case ["package", var name, var version]:
                    packages.Add(new MediaPackage(name, version));
                    break;
                case ["file", var role, var path, var size, var sum]
                    when Enum.TryParse<MediaRole>(role, ignoreCase: true, out var kind) && IsPlain(path)
                    && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes):
                    files.Add(new Entry(kind, path, bytes, sum));
                    break;
                case var other when other[0].StartsWith('#') || line.Length == 0:
                    break;
                default:
                    return null;
            }
        }

        return known && files.Count > 0 ? new MediaManifest(packages, files) : null;
    }

    /// <summary>The text of a manifest.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Head);
        foreach (var package in Packages) text.Append(CultureInfo.InvariantCulture, $"package {package.Name} {package.Version}\n");
        foreach (var file in Files)
        {
#pragma warning disable CA1308 // The names of the roles are lower case in the file.
            text.Append(CultureInfo.InvariantCulture, $"file {file.Role.ToString().ToLowerInvariant()} {file.Path} {file.Size} {file.Sum}\n");
#pragma warning restore CA1308
        }

        return text.ToString();
    }

    private static bool IsPlain(string path) => !path.StartsWith('/') && !path.Split('/').Contains("..");
}
