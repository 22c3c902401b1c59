using Cli.Hosting;

namespace Cli.Validation;

/// <summary>Checks inputs on a number of threads and hands over what came of them in the order of the inputs.</summary>
internal static class OrderedRun
{
    // How many inputs the threads may be ahead of the one whose turn it is; what is held back stays small.
    private const int WindowPerWorker = 16;

    /// <summary>Runs a job for each input. <paramref name="done"/> is called on this thread, in order.</summary>
    public static void Run(IReadOnlyList<string> inputs, int workers, Func<string, InputOutcome> job, Action<InputOutcome> done)
    {
        workers = Math.Clamp(workers, 1, inputs.Count);
        if (workers == 1)
        {
            _ = DeepStack.Run(() =>
            {
                foreach (var input in inputs) done(job(input));
                return true;
            });
            return;
        }

        var run = new State(inputs, workers * WindowPerWorker, job);
        for (var i = 0; i < workers; i++) new Thread(run.Work, DeepStack.Size) { IsBackground = true }.Start();
        run.Deliver(done);
    }

    private sealed class State(IReadOnlyList<string> inputs, int window, Func<string, InputOutcome> job)
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, InputOutcome> _held = [];
        private Exception? _failure;
        private int _next;
        private int _turn;

        public void Work()
        {
            try
            {
                while (Claim() is { } index)
                {
                    var outcome = job(inputs[index]);
                    lock (_gate)
                    {
                        _held.Add(index, outcome);
                        Monitor.PulseAll(_gate);
                    }
                }
            }
#pragma warning disable CA1031 // It is thrown again where somebody waits for the result.
            catch (Exception e)
#pragma warning restore CA1031
            {
                lock (_gate)
                {
                    _failure ??= e;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        public void Deliver(Action<InputOutcome> done)
        {
            for (; _turn < inputs.Count;)
            {
                InputOutcome? outcome;
                lock (_gate)
                {
                    while (!_held.Remove(_turn, out outcome))
                    {
                        if (_failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
                        Monitor.Wait(_gate);
                    }

                    _turn++;
                    Monitor.PulseAll(_gate);
                }

                done(outcome);
            }
        }

        private int? Claim()
        {
            lock (_gate)
            {
                while (_next < inputs.Count && _next >= _turn + window && _failure is null) Monitor.Wait(_gate);
                return _next < inputs.Count && _failure is null ? _next++ : null;
            }
        }
    }
}
