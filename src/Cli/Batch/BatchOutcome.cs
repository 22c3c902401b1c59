using Cli.Rendering;

namespace Cli.Batch;

/// <summary>What came of one input.</summary>
internal enum JobStatus
{
    /// <summary>Never started, because an earlier input failed.</summary>
    NotStarted,

    /// <summary>The blob was written.</summary>
    Compiled,

    /// <summary>The input has errors.</summary>
    Failed,

    /// <summary>The input could not be read or the blob not be written.</summary>
    IOFailed,

    /// <summary>We failed.</summary>
    Crashed,
}

/// <summary>Counts what came of the inputs.</summary>
internal sealed class BatchOutcome
{
    private readonly int[] _byStatus = new int[5];
    private long _warnings;

    /// <summary>Counts one input.</summary>
    public void Count(JobStatus status, int warnings)
    {
        _byStatus[(int)status]++;
        _warnings += warnings;
    }

    /// <summary>The worst that happened decides.</summary>
    public int ExitCode =>
        Of(JobStatus.Crashed) > 0 ? Hosting.ExitCode.Internal
        : Of(JobStatus.IOFailed) > 0 ? Hosting.ExitCode.UsageOrIO
        : Of(JobStatus.Failed) > 0 ? Hosting.ExitCode.InputErrors
        : Hosting.ExitCode.Success;

    /// <summary>The closing line, for <paramref name="total"/> inputs.</summary>
    public string Summary(int total, TimeSpan elapsed)
    {
        var compiled = Of(JobStatus.Compiled);
        var failed = Of(JobStatus.Failed) + Of(JobStatus.IOFailed) + Of(JobStatus.Crashed);
        var skipped = total - compiled - failed;
        var notStarted = skipped > 0 ? $"{skipped} not started, " : "";
        var warnings = Counted.Of(_warnings, "warning");
        return $"{compiled} compiled, {failed} failed, {notStarted}{warnings} in {elapsed.TotalSeconds:0.0} s";
    }

    private int Of(JobStatus status) => _byStatus[(int)status];
}
