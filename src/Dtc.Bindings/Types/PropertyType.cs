namespace Dtc.Bindings.Types;

/// <summary>How many there may be of something; a maximum of 0 means any number.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The most, or 0.</param>
public readonly record struct CountRange(long Minimum, long Maximum);

/// <summary>The rows and the cells of each row that all bindings together allow a matrix to have.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of entries in a row.</param>
public readonly record struct MatrixSize(CountRange Rows, CountRange Columns);

/// <summary>One type that bindings give to a property.</summary>
/// <param name="Name">
/// dt-schema's name: <c>flag</c>, <c>address</c>, <c>string</c>, <c>string-array</c>, <c>phandle</c>, <c>phandle-array</c>, or
/// <c>[u]int{8,16,32,64}</c> alone or with <c>-array</c> or <c>-matrix</c>. Null: bindings use the property, and none gives
/// it a type.
/// </param>
/// <param name="Size">For a matrix or a phandle array: its size, where bindings say one.</param>
public sealed record PropertyType(string? Name, MatrixSize? Size);
