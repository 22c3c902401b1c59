using Cli.Hosting;

namespace Cli.Batch;

/// <summary>
/// Prints the blocks of a batch in the order of its inputs, whichever worker is done first. A worker that is
/// far ahead of the input whose turn it is has to wait, so what is held back stays small.
/// </summary>
internal sealed class OrderedOutput(Host host, ProgressLine? progress, BatchOutcome outcome, int window)
{
    private readonly Lock _printing = new();
    private readonly object _gate = new();
    private readonly Dictionary<int, Block> _held = [];
    private int _turn;

    private readonly record struct Block(byte[] Text, JobStatus Status, int Warnings);

    /// <summary>Waits until the input <paramref name="index"/> may start.</summary>
    public void AwaitRoom(int index)
    {
        lock (_gate)
        {
            while (index >= _turn + window) Monitor.Wait(_gate);
        }
    }

    /// <summary>Hands over what is to be said about an input.</summary>
    public void Complete(int index, ReadOnlySpan<byte> text, JobStatus status, int warnings)
    {
        lock (_gate)
        {
            _held.Add(index, new Block(text.ToArray(), status, warnings));
        }

        // Printing is slow and must not keep others from handing over; the lock keeps the order.
        lock (_printing)
        {
            while (TakeNext() is { } block)
            {
                outcome.Count(block.Status, block.Warnings);
                if (block.Text.Length == 0) continue;
                progress?.Clear();
                host.WriteError(block.Text);
            }
        }
    }

    private Block? TakeNext()
    {
        lock (_gate)
        {
            if (!_held.Remove(_turn, out var block)) return null;
            _turn++;
            Monitor.PulseAll(_gate);
            return block;
        }
    }
}
