namespace Cli.Hosting;

/// <summary>The command line makes no sense. Caught at the top: one line on stderr, exit code 2.</summary>
internal sealed class UsageException : Exception
{
    /// <summary>Makes one without words.</summary>
    public UsageException()
    {
    }

    /// <summary>Makes one that says <paramref name="message"/>.</summary>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a cause.</summary>
    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
