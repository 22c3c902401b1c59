using Dtc.Tree;
using Emulator.Machines;

namespace Emulator.Qemu;

/// <summary>Something that runs machines.</summary>
public interface IEmulator
{
    /// <summary>Looks for what it takes to run a machine, without starting anything.</summary>
    /// <returns>Null when all is there; else what is missing and how to get it.</returns>
    Diagnostic? Missing(EmulatedMachine machine);

    /// <summary>Starts a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="lifetime">It is ended after this time in any case, even when this process is no more.</param>
    /// <exception cref="EmulatorException">It cannot be started.</exception>
    IEmulatorSession Start(EmulatedMachine machine, TimeSpan lifetime);

    /// <summary>The command line that starts a machine, for a shell; images in memory appear as files of their names.</summary>
    string CommandLine(EmulatedMachine machine);
}

/// <summary>A machine that runs. Disposing of it ends the machine and leaves no process and no file behind.</summary>
public interface IEmulatorSession : IDisposable
{
    /// <summary>
    /// The next piece of what the serial port sent: an empty one when nothing came within <paramref name="patience"/>, null
    /// when the machine has ended and all was read.
    /// </summary>
    byte[]? Read(TimeSpan patience);

    /// <summary>What the machine has done so far; null when that cannot be told.</summary>
    MachineActivity? Activity { get; }

    /// <summary>What the emulator itself had to say (not the machine), at most some kilobytes.</summary>
    string Messages { get; }

    /// <summary>Its exit code; null while it runs.</summary>
    int? ExitCode { get; }
}

/// <summary>How busy a machine was since its start, summed over its threads.</summary>
/// <param name="Used">Processor time it had.</param>
/// <param name="Waited">Time in which it could have run, but others did: on a loaded computer, far more than it had.</param>
public readonly record struct MachineActivity(TimeSpan Used, TimeSpan Waited);

/// <summary>An emulator cannot do what it was asked to.</summary>
public sealed class EmulatorException : Exception
{
    /// <summary>Makes one without a finding.</summary>
    public EmulatorException()
        : this("the emulator failed")
    {
    }

    /// <summary>Makes one that says <paramref name="message"/>.</summary>
    public EmulatorException(string message)
        : this(new Diagnostic(Rules.EmulatorFailed, SourceSpan.None, message))
    {
    }

    /// <summary>Makes one with a cause.</summary>
    public EmulatorException(string message, Exception innerException)
        : base(message, innerException) => Finding = new Diagnostic(Rules.EmulatorFailed, SourceSpan.None, message);

    /// <summary>Makes one that a finding tells about.</summary>
    public EmulatorException(Diagnostic finding)
        : base(finding?.Message) => Finding = finding!;

    /// <summary>What is wrong, and a way out.</summary>
    public Diagnostic Finding { get; }

    /// <summary>True when the emulator ran and refused the machine; false for what is wrong with the computer it was to run on.</summary>
    public bool IsRefusal { get; init; }
}
