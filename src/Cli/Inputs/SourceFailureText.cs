using Dtc.Parser;

namespace Cli.Inputs;

/// <summary>Words for a file that could not be read.</summary>
internal static class SourceFailureText
{
    /// <summary>The reason, lower case, without a full stop.</summary>
    public static string Of(SourceResult result) => result.Failure switch
    {
        SourceFailure.NotFound => "no such file",
        SourceFailure.IsDirectory => "it is a directory",
        SourceFailure.TooLarge => $"it is larger than {SourceCache.MaxFileSize >> 20} MB",
        _ => "it cannot be read; are its permissions right?",
    };
}
