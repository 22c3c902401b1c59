using System.Buffers;
using Cli.Hosting;

namespace Cli.Batch;

/// <summary>What a worker says about one input: its status and warnings; the text goes into the buffer.</summary>
internal delegate (JobStatus Status, int Warnings) JobBody(BatchJob job, IBufferWriter<byte> output);

/// <summary>Runs the jobs of a batch on a number of threads with deep stacks.</summary>
internal sealed class BatchRunner(BatchJob[] jobs, JobBody body, bool keepGoing)
{
    /// <summary>How many inputs a worker may be ahead, per worker.</summary>
    private const int WindowPerWorker = 16;

    private int _next = -1;
    private volatile bool _stop;

    /// <summary>Runs all jobs, or all until the first failure.</summary>
    public BatchOutcome Run(Host host, int workers, ProgressLine? progress)
    {
        var outcome = new BatchOutcome();
        workers = Math.Clamp(workers, 1, jobs.Length);
        var output = new OrderedOutput(host, progress, outcome, workers * WindowPerWorker);
        var threads = new Thread[workers];
        for (var i = 0; i < workers; i++)
        {
            threads[i] = new Thread(() => Work(output, progress), DeepStack.Size) { Name = $"compile {i}" };
            threads[i].Start();
        }

        foreach (var thread in threads) thread.Join();
        progress?.Clear();
        return outcome;
    }

    private void Work(OrderedOutput output, ProgressLine? progress)
    {
        var buffer = new ArrayBufferWriter<byte>();
        while (!_stop)
        {
            var index = Interlocked.Increment(ref _next);
            if (index >= jobs.Length) return;
            output.AwaitRoom(index);
            buffer.ResetWrittenCount();

            // An input that was claimed is also finished: no gap in the order, nobody waits for a turn in vain.
            var (status, warnings) = body(jobs[index], buffer);
            if (status != JobStatus.Compiled && !keepGoing) _stop = true;
            progress?.Advance(jobs[index].Input);
            output.Complete(index, buffer.WrittenSpan, status, warnings);
        }
    }
}
