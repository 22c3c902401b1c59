namespace Cli.DropIn;

/// <summary>
/// The version that the stand-ins for dt-schema's tools give: the release whose findings they have, in dt-schema's own
/// form, because kernel makefiles compare it (<c>sort -V</c>, at least 2023.9 as of 2026). Processed schemas carry it too.
/// </summary>
internal static class DtVersion
{
    /// <summary>The version.</summary>
    public const string Text = "2026.6";
}
