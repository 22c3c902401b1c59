using Cli.Options;
using Dtc.Bindings;
using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Programs;

namespace Cli.Validation;

/// <summary>What the validator is asked to do.</summary>
internal sealed class ValidateOptions(ValidateArguments arguments)
{
    /// <summary>The options when findings are written in a format.</summary>
    public ValidationOptions For(IFindingFormat format) => new()
    {
        ShowUnmatched = format.ShowsUnmatched && (arguments.Quiet == 0 || format is DtValidateFormat) && (!IsOfFewBindings || arguments.ShowUnmatched),
        ShowDeprecated = arguments.Quiet == 0 && format is not DtValidateFormat,
        CompatibleOnly = arguments.CompatibleOnly,
        Limits = Limits(),
    };

    // A binding for one hypervisor says nothing about the rest of a board.
    private bool IsOfFewBindings => arguments is { Bindings.Count: 0, Named.Count: > 0 };

    // The core schemas are there to be referred to; all are asked when a binding comes from a file, whose id is not known here.
    // What is named is asked whatever -l says, or its verdict would be about nothing.
    private List<string> Limits()
    {
        if (arguments.Limits.Count == 0 && (!IsOfFewBindings || arguments.Named.Exists(BindingChoice.IsFile))) return [];
        List<string> limits = [.. arguments.Limits, .. arguments.Named.Where(name => !BindingChoice.IsFile(name)).SelectMany(BindingLibrary.ShippedIds)];
        if (arguments is { Limits.Count: 0, ShowUnmatched: true }) limits.Add(BindingProgram.CompatiblesId);
        return limits;
    }
}

/// <summary>How sources that do not compile are told of: all errors, no warnings.</summary>
internal sealed class SourceReports(ValidateArguments arguments) : IReportArguments
{
    public int Quiet { get; set; } = 1;

    public ColorChoice Color { get; set; } = arguments.Color;

    public DiagnosticsFormat Diagnostics { get; set; }

    public int? MaxErrors { get; set; }
}
