using Cli.Hosting;

namespace Cli.DropIn;

/// <summary>Stands in for <c>dtc</c>.</summary>
internal static class DtcTool
{
    /// <summary>Runs the tool on the arguments after its name and returns its exit code.</summary>
    public static int Run(string[] args, Host host) => throw new NotSupportedException();
}
