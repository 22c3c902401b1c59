using Emulator.Media;
using Emulator.Qemu;
using Xunit;

namespace Emulator.Tests.Media;

/// <summary>Fetching with programs that stand in for apt and dpkg.</summary>
public sealed class MediaFetchTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("media-test-").FullName;
    private readonly List<string> _said = [];

    private string Programs => Path.Combine(_root, "bin");

    private string Calls => File.Exists(Path.Combine(_root, "calls")) ? File.ReadAllText(Path.Combine(_root, "calls")) : "";

    private MediaFetchOptions Options => new()
    {
        Store = new MediaStore(Path.Combine(_root, "store")), ProgramPath = Programs + ":/usr/bin:/bin", Report = _said.Add,
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Program(string name, string script)
    {
        Directory.CreateDirectory(Programs);
        var path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/bin/sh\necho \"{name} $*\" | sed 's/-o[^ ]* //g' >>{_root}/calls\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // A "package" is a tar archive of a folder named like it.
    private void Apt(string update = "", string file = "boot/vmlinuz-6.1.0-9-arm64")
    {
        foreach (var (package, path) in (ReadOnlySpan<(string, string)>)
            [("linux-image-6.1.0-9-arm64", file), ("xen-hypervisor-4.17-arm64", "boot/xen-4.17-arm64"), ("busybox-static", "bin/busybox")])
        {
            var target = Path.Combine(_root, "pool", package, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, $"contents of {path}");
            if (package.StartsWith("linux", StringComparison.Ordinal))
            {
                foreach (var module in Ramdisks.ModuleNames)
                {
                    var ko = Path.Combine(_root, "pool", package, "lib/modules/6.1.0-9-arm64/kernel/drivers", module + ".ko");
                    Directory.CreateDirectory(Path.GetDirectoryName(ko)!);
                    File.WriteAllText(ko, module);
                }
            }
        }

        Program("apt-cache", "echo linux-image-arm64; echo '  Depends: linux-image-6.1.0-9-arm64'");
        Program("apt-get",
            $$"""
            for last; do :; done
            case "$*" in
            *--print-uris*) [ -d {{_root}}/pool/$last ] && echo "'http://deb.example/$last' ${last}_1%3a2.0_arm64.deb 8 SHA256:0" || { echo "E: Unable to locate package $last" >&2; exit 100; } ;;
            *update*) {{(update.Length > 0 ? update : ":")}} ;;
            *download*) printf %-8.8s "$last" >"${last}_1%3a2.0_arm64.deb" ;;
            esac
            """);
        Program("dpkg-deb", $"base=$(basename \"$2\"); tar -C {_root}/pool/${{base%%_*}} -cf - .");
    }

    [Fact]
    public void KeepsWhatIsNeededAndNothingElse()
    {
        Apt();
        var media = MediaFetch.Get(MediaSet.Arm64, Options);
        Assert.Equal("contents of boot/vmlinuz-6.1.0-9-arm64", File.ReadAllText(media.Kernel));
        Assert.Equal("contents of boot/xen-4.17-arm64", File.ReadAllText(media.Xen!));
        Assert.Equal("contents of bin/busybox", File.ReadAllText(media.Busybox));
        Assert.Equal(Ramdisks.ModuleNames.Order(), media.Modules.Keys.Order());
        Assert.Equal(new MediaPackage("linux-image-6.1.0-9-arm64", "1:2.0"), media.Packages[0]);
        Assert.Equal([".arm64.lock", "arm64"], Directory.EnumerateFileSystemEntries(Options.Store.Directory).Select(Path.GetFileName).Order());
        // What is loaded, and how much, is said before it is.
        Assert.Contains(_said, static line => line.Contains("fetching linux-image-6.1.0-9-arm64 1:2.0, xen-hypervisor-4.17-arm64 1:2.0, busybox-static 1:2.0 (0.0 MB)", StringComparison.Ordinal));
    }

    [Fact]
    public void StartsNothingWhenAllIsThere()
    {
        Apt();
        MediaFetch.Get(MediaSet.Arm64, Options);
        var calls = Calls;
        MediaFetch.Get(MediaSet.Arm64, Options);
        Assert.Equal(calls, Calls);
        // Not even when apt is gone.
        Directory.Delete(Programs, recursive: true);
        MediaFetch.Get(MediaSet.Arm64, Options with { ProgramPath = Programs });
        Assert.True(Options.Store.Has(MediaSet.Arm64));
    }

    [Fact]
    public void FetchesAgainOnRequestAndAfterDamage()
    {
        Apt();
        var media = MediaFetch.Get(MediaSet.Arm64, Options);
        File.WriteAllText(media.Kernel, "cut");
        Assert.Null(Options.Store.Open(MediaSet.Arm64, out var finding));
        Assert.Equal("EMU0006", finding!.Rule.Id);
        media = MediaFetch.Get(MediaSet.Arm64, Options);
        Assert.StartsWith("contents", File.ReadAllText(media.Kernel), StringComparison.Ordinal);
        var calls = Calls.Length;
        MediaFetch.Get(MediaSet.Arm64, Options with { Again = true });
        Assert.True(Calls.Length > calls);
    }

    [Fact]
    public void GoesOnWithTheListsItHas()
    {
        Apt(update: "echo 'E: Failed to fetch http://deb.example: Mirror sync in progress' >&2; exit 100");
        MediaFetch.Get(MediaSet.Arm64, Options);
        Assert.Contains(_said, static line => line.Contains("Mirror sync in progress", StringComparison.Ordinal));
    }

    [Fact]
    public void KeepsLoadedPackagesForTheNextTry()
    {
        Apt(file: "boot/nothing");
        var e = Assert.Throws<EmulatorException>(() => MediaFetch.Get(MediaSet.Arm64, Options));
        Assert.Equal("EMU0005", e.Finding.Rule.Id);
        Assert.Contains("holds no boot/vmlinuz-*", e.Message, StringComparison.Ordinal);
        Assert.False(Options.Store.Has(MediaSet.Arm64));
        Assert.DoesNotContain(Directory.EnumerateDirectories(Options.Store.Directory), static d => Path.GetFileName(d).StartsWith(".new", StringComparison.Ordinal));
        var downloads = Calls.Split("download linux-image").Length;
        File.WriteAllText(Path.Combine(_root, "pool", "linux-image-6.1.0-9-arm64", "boot", "vmlinuz-6"), "kernel");
        MediaFetch.Get(MediaSet.Arm64, Options);
        // Asked for its address again, but not loaded again.
        Assert.Equal(downloads + 1, Calls.Split("download linux-image").Length);
    }

    [Fact]
    public void TellsWhatIsMissing()
    {
        Program("apt-get", "");
        var e = Assert.Throws<EmulatorException>(() => MediaFetch.Get(MediaSet.Arm64, Options with { ProgramPath = Programs }));
        Assert.Equal("EMU0004", e.Finding.Rule.Id);
        Assert.Contains("no apt-cache, no dpkg-deb", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Finding.Help);
    }

    [Fact]
    public void TellsThatAPackageIsUnknown()
    {
        Apt();
        Directory.Delete(Path.Combine(_root, "pool", "xen-hypervisor-4.17-arm64"), recursive: true);
        var e = Assert.Throws<EmulatorException>(() => MediaFetch.Get(MediaSet.Arm64, Options));
        Assert.Contains("'xen-hypervisor-4.17-arm64': Unable to locate package", e.Message, StringComparison.Ordinal);
        Assert.Contains("bookworm", e.Finding.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void FetchesOnceForManyAtATime()
    {
        Apt();
        Parallel.For(0, 4, _ => MediaFetch.Get(MediaSet.Arm64, Options with { Report = static _ => { } }));
        Assert.Single(Calls.Split('\n'), static line => line.EndsWith("update", StringComparison.Ordinal));
    }

    [Fact]
    public void EndsWhenItIsCancelled()
    {
        Apt(update: "sleep 1000");
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Assert.ThrowsAny<OperationCanceledException>(() => MediaFetch.Get(MediaSet.Arm64, Options, ending.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("format 2\nfile kernel vmlinuz 1 0\n")]
    [InlineData("format 1\n")]
    [InlineData("format 1\nfile kernel ../../etc/passwd 1 0\n")]
    [InlineData("format 1\nnonsense\n")]
    public void TakesNoFolderWithoutAManifest(string manifest)
    {
        var folder = Options.Store.FolderOf(MediaSet.Arm64);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "manifest.txt"), manifest);
        Assert.Null(Options.Store.Open(MediaSet.Arm64, out var finding));
        Assert.Equal("EMU0003", finding!.Rule.Id);
    }

    [Theory]
    [InlineData("/c", "/h", "/c/dtc-sharp/media")]
    [InlineData("", "/h", "/h/.cache/dtc-sharp/media")]
    public void KeepsThemInTheCache(string cache, string home, string expected) =>
        Assert.Equal(expected, MediaStore.Default(name => name == "HOME" ? home : name == "XDG_CACHE_HOME" ? cache : null).Directory);

    private static class Ramdisks
    {
        public static IReadOnlyList<string> ModuleNames => global::Emulator.Ramdisks.GuestRamdisk.ModuleNames;
    }
}
