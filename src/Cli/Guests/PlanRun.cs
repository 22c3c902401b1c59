using Cli.Hosting;
using Cli.Output;
using Cli.Rendering;
using Dtc.Tree;
using Hypervisor.Configuration;
using Hypervisor.Planning;

namespace Cli.Guests;

/// <summary>Reads a configuration and its lock, plans, and shows what is wrong: the beginning of all commands about guests.</summary>
internal sealed class PlanRun(GuestArguments arguments, Host host, IPlanInputs inputs)
{
    private GuestsConfiguration? _configuration;

    /// <summary>Makes a plan.</summary>
    /// <param name="path">The configuration.</param>
    /// <param name="code">The exit code when the result is null.</param>
    /// <returns>The plan; null when there is none, or one that must not be carried out. Everything was said then.</returns>
    public Plan? Make(string path, out int code)
    {
        if (arguments.UpdateLock && arguments.Lock is null) throw new UsageException("--update-lock needs --lock FILE");
        var findings = new FindingList();
        var plan = Make(path, findings, out var unreadable);
        GuestFindings.Write(host, Notes, path, findings, arguments.Force);
        unreadable |= plan is null && inputs.LacksEmulator;
        code = unreadable ? ExitCode.UsageOrIO : ExitCode.InputErrors;
        if (findings.IsFatal || (findings.HasErrors && !arguments.Force)) return null;
        if (plan is null) return null;
        if (arguments.Lock is { } numbers && new PlanReads(_configuration!, plan, null).Refuse([numbers], "the lock", "give another file", Notes, host))
        {
            code = ExitCode.UsageOrIO;
            return null;
        }

        return plan;
    }

    /// <summary>How findings are shown.</summary>
    public BindingNotes Notes => new(OutputColor.Of(arguments.Color, host) ? Palette.Ansi : Palette.None, arguments.JsonFindings);

    /// <summary>The files that the plan is made of and its system is started with, which nothing that is written may replace.</summary>
    public PlanReads Reads(Plan plan) => new(_configuration!, plan, arguments.Lock);

    /// <summary>Writes the lock when one is wanted and there is none yet, or it is to be new.</summary>
    /// <returns>False when it could not be written; that was said.</returns>
    public bool WriteLock(Plan plan)
    {
        if (arguments.Lock is not { } file || (!arguments.UpdateLock && File.Exists(file))) return true;
        if (OutputFile.TryWrite(file, PlanLock.Write(plan)) is not { } reason) return true;
        host.Complain($"'{file}' cannot be written: {reason}");
        return false;
    }

    private Plan? Make(string path, FindingList findings, out bool unreadable)
    {
        unreadable = false;
        if (ReadFile(path, GuestsReader.MaximumLength, out var reason) is not { } bytes)
        {
            findings.Error(Rules.GuestsUnreadable, default, "", $"the configuration cannot be read: {reason}");
            unreadable = true;
            return null;
        }

        if (GuestsReader.Read(path, bytes, findings) is not { } configuration || findings.IsFatal) return null;
        _configuration = configuration;
        PlanLock? earlier = null;
        if (arguments.Lock is { } file && File.Exists(file))
        {
            if (ReadFile(file, GuestsReader.MaximumLength, out reason) is not { } text)
            {
                findings.Add(new GuestFinding(Rules.LockUnreadable, default, "", $"the lock cannot be read: {reason}") { File = file });
                unreadable = true;
                return null;
            }

            // Single numbers of what is to be written anew may be as wrong as they like; what is no lock may be anything, and is spared.
            var lockFindings = arguments.UpdateLock ? new FindingList() : findings;
            earlier = PlanLock.Read(file, text, lockFindings);
            if (arguments.UpdateLock && earlier is null)
            {
                foreach (var finding in lockFindings.Items) findings.Add(finding with { Help = "only locks are overwritten: name another file, or delete this one" });
            }

            if (findings.IsFatal) return null;
        }

        return Planner.Make(configuration, inputs, earlier, arguments.UpdateLock, findings, arguments.IncludePath.For);
    }

    private static byte[]? ReadFile(string path, int limit, out string? reason)
    {
        reason = null;
        try
        {
            reason = OrdinaryFile.Trouble(path, pipes: true);
            if (reason is not null) return null;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // One byte more than is taken, so that the reader sees that it is too long.
            var bytes = new byte[limit + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..length];
        }
        catch (Exception e) when (IOReason.IsIO(e))
        {
            reason = IOReason.Of(e);
            return null;
        }
    }
}
