using Dtc.Bindings.Evaluation;
using Dtc.Bindings.Values;

namespace Dtc.Bindings.Programs;

/// <summary>A compiled keyword of a schema.</summary>
/// <param name="name">Its name.</param>
internal abstract class Keyword(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is named in the path of what it finds.</summary>
    public virtual bool IsInPath => true;

    /// <summary>Whether it accepts every node that has no property it is concerned with.</summary>
    public virtual bool IsAboutProperties => false;

    /// <summary>Whether it looks at properties of a name, if it is about properties at all.</summary>
    public virtual bool Concerns(Values.Symbol name) => true;

    /// <summary>Whether it accepts a value; stops at the first fault.</summary>
    public abstract bool Holds(Evaluator evaluator, in TypedValue value);

    /// <summary>Reports everything it finds.</summary>
    public abstract void Collect(Evaluator evaluator, in TypedValue value);
}

/// <summary>A keyword that judges a value by itself and says one thing about it.</summary>
internal abstract class Assertion(string name) : Keyword(name)
{
    public override void Collect(Evaluator evaluator, in TypedValue value)
    {
        if (!Holds(evaluator, value)) evaluator.Report(this, value, null);
    }

    /// <summary>
    /// The message about a value it does not accept. It is made when somebody wants it: one list of allowed strings
    /// has half a megabyte.
    /// </summary>
    public abstract string Describe(in TypedValue value);
}
