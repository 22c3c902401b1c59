using System.Text;

namespace Hypervisor.Hcall;

/// <summary>Names in headers. No two ABIs have one, since each begins with the ABI's.</summary>
internal static class HeaderNames
{
    /// <summary><c>xen_arm64</c>.</summary>
    public static string Lower(string abi) => abi.Replace('-', '_');

    /// <summary><c>XEN_ARM64</c>.</summary>
    public static string Upper(string abi) => Lower(abi).ToUpperInvariant();

    /// <summary>The constant of a call; what the name repeats of the ABI's is said once.</summary>
    public static string Function(HcallAbi abi, string name)
    {
        var upper = name.ToUpperInvariant();
        var prefix = Upper(abi.Name);
        foreach (var repeated in (string[])[prefix + "_", prefix[(prefix.LastIndexOf('_') + 1)..] + "_"])
        {
            if (upper.StartsWith(repeated, StringComparison.Ordinal) && upper.Length > repeated.Length) return $"HCALL_{prefix}_{upper[repeated.Length..]}";
        }

        return $"HCALL_{prefix}_{upper}";
    }

    /// <summary>The constant of a status code.</summary>
    public static string Status(HcallAbi abi, HcallCode code) => $"HCALL_{Upper(abi.Name)}_STATUS_{code.Name.ToUpperInvariant()}";

    /// <summary>The ABI whose instructions a call goes through when they are from the tree: the one that has the property.</summary>
    public static string Instructions(HcallAbi abi)
    {
        var at = abi;
        while (at.Base is { } parent && parent.Conduit == at.Conduit) at = parent;
        return Lower(at.Name);
    }

    /// <summary>Text for a comment: on one line, and unable to end it.</summary>
    public static string Comment(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text) result.Append(c is < ' ' or '\x7f' or '\\' ? ' ' : c);
        return result.Replace("*/", "* /").Replace("/*", "/ *").Replace("??", "? ?").ToString().Trim();
    }
}
