// Machines are emulated one after the other: two at a time would only slow each other down.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
