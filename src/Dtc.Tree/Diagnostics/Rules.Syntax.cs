namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>A token that fits nowhere here.</summary>
    public static Rule SyntaxError { get; } = new(
        "DTS0201", "syntax-error", Severity.Error, "the text does not follow the grammar",
        "Something stands where the language allows something else. The message names both. Look at the place "
        + "shown and at the end of the statement before it.");

    /// <summary>A statement without its semicolon.</summary>
    public static Rule MissingSemicolon { get; } = new(
        "DTS0202", "missing-semicolon", Severity.Error, "a statement is not closed by ';'",
        "Every property and every node body ends in ';', also after '}'. Put the ';' where the caret stands.");

    /// <summary>The source does not begin with the version tag.</summary>
    public static Rule MissingVersionTag { get; } = new(
        "DTS0203", "missing-version-tag", Severity.Error, "the source does not begin with '/dts-v1/;'",
        "A source file starts with '/dts-v1/;' (and '/plugin/;' for an overlay). Without the tag it would be the "
        + "format of before 2007. A .dtsi file is not compiled by itself: compile the .dts that includes it.");

    /// <summary>A bare word among values.</summary>
    public static Rule UnexpectedIdentifier { get; } = new(
        "DTS0204", "unexpected-identifier", Severity.Error, "a word stands where a number is expected",
        "Most often a macro whose header is not included or whose name is misspelt. Include the header that "
        + "defines it, or give the value with -D.");

    /// <summary>A malformed number.</summary>
    public static Rule BadLiteral { get; } = new(
        "DTS0205", "bad-integer-literal", Severity.Error, "a number is malformed",
        "Numbers are decimal, octal (leading 0) or hexadecimal (leading 0x), with an optional suffix U, L, UL, LL or ULL.");

    /// <summary>A number beyond 64 bits.</summary>
    public static Rule LiteralOutOfRange { get; } = new(
        "DTS0206", "integer-out-of-range", Severity.Error, "a number does not fit into 64 bits",
        "The largest number is 0xffffffffffffffff. Split larger values into cells.");

    /// <summary>A malformed character literal.</summary>
    public static Rule BadCharLiteral { get; } = new(
        "DTS0207", "bad-character-literal", Severity.Error, "a character literal does not hold one character",
        "Exactly one character or escape stands between the single quotes. Strings take double quotes.");

    /// <summary>A string or comment without an end.</summary>
    public static Rule UnterminatedText { get; } = new(
        "DTS0208", "unterminated-text", Severity.Error, "a string or comment has no end",
        "Close the string with '\"' or the comment with '*/'. A backslash before a quote takes away its meaning.");

    /// <summary>A property after a subnode.</summary>
    public static Rule PropertyAfterSubnode { get; } = new(
        "DTS0209", "property-after-subnode", Severity.Error, "a property follows a subnode",
        "In a node body all properties come first, then the subnodes. Move the property up.");

    /// <summary>An array element size that does not exist.</summary>
    public static Rule BadBits { get; } = new(
        "DTS0210", "bad-element-size", Severity.Error, "array elements must be 8, 16, 32 or 64 bits wide",
        "Write /bits/ 8, /bits/ 16, /bits/ 32 or /bits/ 64 before the '<'.");

    /// <summary>A reference in an array of other than 32-bit elements.</summary>
    public static Rule ReferenceNeedsCells { get; } = new(
        "DTS0211", "reference-not-in-cells", Severity.Error, "a reference stands in an array of elements that are not 32 bits wide",
        "A phandle is one 32-bit cell. Put the reference into an array without /bits/.");

    /// <summary>A division by zero.</summary>
    public static Rule DivisionByZero { get; } = new(
        "DTS0212", "division-by-zero", Severity.Error, "an expression divides by zero",
        "All parts of an expression are evaluated, also the branch of '?:' that is not taken. Check the macros it is made of.");

    /// <summary>Version tags that disagree.</summary>
    public static Rule HeaderMismatch { get; } = new(
        "DTS0213", "header-mismatch", Severity.Error, "a repeated version tag has other flags than the first",
        "An overlay and its includes must all say '/dts-v1/; /plugin/;', a base tree only '/dts-v1/;'.");

    /// <summary>A file of /include/ or /incbin/ that cannot be opened.</summary>
    public static Rule DtsIncludeNotFound { get; } = new(
        "DTS0214", "dts-include-not-found", Severity.Error, "a file of /include/ or /incbin/ cannot be opened",
        "The file is looked for beside the including file, then in the -I directories. Check its name, or add a directory with -I.");

    /// <summary>Includes that nest too deeply.</summary>
    public static Rule DtsIncludeTooDeep { get; } = new(
        "DTS0215", "dts-include-too-deep", Severity.Error, "/include/ nests deeper than 200 files",
        "A file that includes itself, directly or through others, never ends. Break the cycle.");

    /// <summary>An escape without its digits.</summary>
    public static Rule BadEscape { get; } = new(
        "DTS0216", "bad-escape", Severity.Error, "an escape sequence is malformed",
        "'\\x' takes one or two hexadecimal digits.");

    /// <summary>Nodes or expressions that nest too deeply.</summary>
    public static Rule SyntaxTooDeep { get; } = new(
        "DTS0217", "syntax-too-deep", Severity.Error, "nodes or parentheses nest too deeply",
        "Consumers of blobs give up long before this depth (Linux at 64 nodes). Check for a macro that repeats itself.");

    /// <summary>A number cut to its element's width.</summary>
    public static Rule ValueTruncated { get; } = new(
        "DTS0218", "value-truncated", Severity.Warning, "a value does not fit its element and is cut",
        "The dropped bits are neither all zero nor all one. Use two cells, or /bits/ 64.");

    /// <summary>A bracket without its partner.</summary>
    public static Rule Unclosed { get; } = new(
        "DTS0219", "unclosed-bracket", Severity.Error, "a bracket is not closed",
        "The opening '{', '<', '[' or '(' shown has no partner. The place where it was missed may lie far behind "
        + "the place where it belongs.");

    /// <summary>A line marker that cannot be.</summary>
    public static Rule BadLineMarker { get; } = new(
        "DTS0220", "bad-line-marker", Severity.Error, "a line marker is malformed",
        "Line markers are written by preprocessors: # LINE \"FILE\". The file name must not hold a NUL.");

    /// <summary>An input beyond all bounds.</summary>
    public static Rule TooLarge { get; } = new(
        "DTS0221", "too-large", Severity.Error, "the input is too large",
        "A limit that protects the machine was reached; the message says which. No real device tree comes near it.");

    /// <summary>A source without a tree.</summary>
    public static Rule NoTree { get; } = new(
        "DTS0222", "no-tree", Severity.Error, "the source holds no tree",
        "After the version tag at least one node must follow: '/ { };'.");

    private static Rule[] SyntaxRules =>
    [
        SyntaxError, MissingSemicolon, MissingVersionTag, UnexpectedIdentifier, BadLiteral, LiteralOutOfRange,
        BadCharLiteral, UnterminatedText, PropertyAfterSubnode, BadBits, ReferenceNeedsCells, DivisionByZero,
        HeaderMismatch, DtsIncludeNotFound, DtsIncludeTooDeep, BadEscape, SyntaxTooDeep, ValueTruncated, Unclosed,
        BadLineMarker, TooLarge, NoTree,
    ];
}
