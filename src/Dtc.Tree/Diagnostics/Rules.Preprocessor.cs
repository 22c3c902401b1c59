namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>An included file cannot be found.</summary>
    public static Rule IncludeNotFound { get; } = new(
        "DTS0101", "include-not-found", Severity.Error, "an included file cannot be found",
        "The file was looked for in the directory of the including file (for names in quotes) and then in "
        + "each -I directory in order, and is in none of them. Check the spelling, or add the directory with "
        + "-I; kernel sources need -I scripts/dtc/include-prefixes.");

    /// <summary>Includes are nested too deeply.</summary>
    public static Rule IncludeTooDeep { get; } = new(
        "DTS0102", "include-too-deep", Severity.Error, "includes are nested too deeply",
        "More than 200 files are open at once, nearly always because a file includes itself, directly or "
        + "through others. Guard headers with #ifndef, and give an overlay's base file another name than its "
        + "own.");

    /// <summary>An include names no file.</summary>
    public static Rule MalformedInclude { get; } = new(
        "DTS0103", "malformed-include", Severity.Error, "an include names no file",
        "After #include there must be \"name\" or <name>, or macros that expand to one of the two, and the name "
        + "must not be empty.");

    /// <summary>An included file cannot be read.</summary>
    public static Rule UnreadableInclude { get; } = new(
        "DTS0104", "unreadable-include", Severity.Error, "an included file cannot be read",
        "The file exists, but the system refuses to read it or it is too large. Check its permissions.");

    /// <summary>A conditional is never closed.</summary>
    public static Rule UnterminatedConditional { get; } = new(
        "DTS0105", "unterminated-conditional", Severity.Error, "a conditional is never closed",
        "The file ends before the #endif of this #if, #ifdef or #ifndef. Every conditional must be closed in "
        + "the file that opened it.");

    /// <summary>A conditional directive has no partner.</summary>
    public static Rule StrayConditional { get; } = new(
        "DTS0106", "stray-conditional", Severity.Error, "a conditional directive has no partner",
        "#else, #elif or #endif stands where no #if of the same file is open, or after #else. Remove it, or "
        + "add the #if it belongs to.");

    /// <summary>The expression of #if cannot be evaluated.</summary>
    public static Rule MalformedCondition { get; } = new(
        "DTS0107", "malformed-condition", Severity.Error, "the expression of #if cannot be evaluated",
        "The expression must be made of integers, character constants, names, defined, __has_include and C's "
        + "operators. Strings, floating constants and assignments do not belong there; names that are no macros "
        + "count as 0. The group is skipped.");

    /// <summary>The expression of #if divides by zero.</summary>
    public static Rule ConditionDivision { get; } = new(
        "DTS0108", "condition-division-by-zero", Severity.Error, "the expression of #if divides by zero",
        "The right operand of / or % is 0, perhaps because a name in it is no macro and counts as 0. Test it "
        + "first: #if X && Y / X.");

    /// <summary>A number in #if does not fit.</summary>
    public static Rule ConditionOverflow { get; } = new(
        "DTS0109", "condition-overflow", Severity.Warning, "a number in #if does not fit",
        "Expressions of #if are computed in 64 bits. The number or the result needs more, and the value used "
        + "is what remains of it.");

    /// <summary>A macro definition is wrong.</summary>
    public static Rule MalformedMacro { get; } = new(
        "DTS0110", "malformed-macro-definition", Severity.Error, "a macro definition is wrong",
        "The name, the parameter list or the body after #define breaks the rules: parameters are distinct "
        + "names separated by commas, ... comes last, ## needs an operand on both sides. The macro stays "
        + "undefined.");

    /// <summary>A macro is defined twice with different bodies.</summary>
    public static Rule MacroRedefined { get; } = new(
        "DTS0111", "macro-redefined", Severity.Warning, "a macro is defined twice with different bodies",
        "The later definition counts from here on, which is rarely intended when two headers use the same "
        + "name. Use #undef first if it is.");

    /// <summary>A macro is given too many or too few arguments.</summary>
    public static Rule WrongArgumentCount { get; } = new(
        "DTS0112", "wrong-argument-count", Severity.Error, "a macro is given too many or too few arguments",
        "Commas outside of parentheses separate arguments. Put an argument that contains a comma in "
        + "parentheses, or check the definition. The name is left unexpanded.");

    /// <summary>The argument list of a macro is never closed.</summary>
    public static Rule UnterminatedCall { get; } = new(
        "DTS0113", "unterminated-macro-call", Severity.Error, "the argument list of a macro is never closed",
        "The file (or the directive) ends before the closing parenthesis. Look for a missing ')' after the "
        + "macro's name.");

    /// <summary>Expansion produces too much.</summary>
    public static Rule ExpansionTooLarge { get; } = new(
        "DTS0114", "macro-expansion-too-large", Severity.Error, "expansion produces too much",
        "Macros or includes multiply each other beyond any sensible size (64 MiB of text, 4 million tokens). "
        + "Expansion stops here. Look at the macro named in the message: each level may double the size.");

    /// <summary>Nesting is too deep.</summary>
    public static Rule NestingTooDeep { get; } = new(
        "DTS0115", "nesting-too-deep", Severity.Error, "nesting is too deep",
        "More than 1000 levels of macro calls within macro arguments, or of parentheses in #if. Split the "
        + "expression into several macros.");

    /// <summary>A comment is never closed.</summary>
    public static Rule UnterminatedComment { get; } = new(
        "DTS0116", "unterminated-comment", Severity.Error, "a comment is never closed",
        "The rest of the file is part of the comment that begins here. Close it with */.");

    /// <summary>#error.</summary>
    public static Rule UserError { get; } = new(
        "DTS0117", "error-directive", Severity.Error, "#error",
        "The source itself says that it must not be compiled like this; its text says why. Often a -D is "
        + "missing or two options exclude each other.");

    /// <summary>#warning.</summary>
    public static Rule UserWarning { get; } = new(
        "DTS0118", "warning-directive", Severity.Warning, "#warning",
        "The source itself warns; its text says why.");

    /// <summary>#line is wrong.</summary>
    public static Rule MalformedLine { get; } = new(
        "DTS0119", "malformed-line-directive", Severity.Error, "#line is wrong",
        "#line takes a positive number and, if wanted, a file name in quotes.");

    /// <summary>A directive is followed by text that is ignored.</summary>
    public static Rule ExtraTokens { get; } = new(
        "DTS0120", "extra-tokens", Severity.Warning, "a directive is followed by text that is ignored",
        "#else, #endif, #ifdef, #include and others end with their operand. Put remarks in a comment; a "
        + "condition needs #if or #elif.");

    /// <summary>The source contains a NUL byte.</summary>
    public static Rule NulByte { get; } = new(
        "DTS0121", "nul-byte", Severity.Error, "the source contains a NUL byte",
        "Sources are text. A NUL byte means a binary file (a compiled blob?) or UTF-16; convert it to UTF-8 "
        + "or name the right file.");

    /// <summary>The source is not valid UTF-8.</summary>
    public static Rule InvalidUtf8 { get; } = new(
        "DTS0122", "invalid-utf8", Severity.Error, "the source is not valid UTF-8",
        "Outside of comments the text must be UTF-8, because names and strings end up in the tree as they "
        + "are. Convert the file, for example with iconv -f latin1 -t utf-8.");

    /// <summary>Blanks follow a backslash at the end of a line.</summary>
    public static Rule SpliceWithBlanks { get; } = new(
        "DTS0123", "splice-with-blanks", Severity.Warning, "blanks follow a backslash at the end of a line",
        "The line is continued all the same, but the blanks are invisible and other tools may not agree. "
        + "Remove them.");

    /// <summary>A name reserved for variadic macros is used elsewhere.</summary>
    public static Rule MisplacedVariadicName { get; } = new(
        "DTS0124", "misplaced-variadic-name", Severity.Warning, "a name reserved for variadic macros is used elsewhere",
        "__VA_ARGS__ and __VA_OPT__ have a meaning only in the body of a macro whose parameters end in '...'.");

    /// <summary>A directive for headers stands in the main file.</summary>
    public static Rule OnceInMainFile { get; } = new(
        "DTS0125", "header-directive-in-main-file", Severity.Warning, "a directive for headers stands in the main file",
        "#pragma once and #include_next mean something only in a file that is included. Here they have no "
        + "effect beyond a plain #include.");

    /// <summary>Assertions are an obsolete extension.</summary>
    public static Rule Assertions { get; } = new(
        "DTS0126", "deprecated-assertion", Severity.Warning, "assertions are an obsolete extension",
        "#assert, #unassert and #predicate(answer) are old GCC extensions. Use #define and #ifdef.");

    /// <summary>A built-in macro is changed.</summary>
    public static Rule BuiltinChanged { get; } = new(
        "DTS0127", "builtin-macro-changed", Severity.Warning, "a built-in macro is changed",
        "__FILE__, __LINE__ and their kin are the preprocessor's own; other code relies on them. Choose "
        + "another name.");

    /// <summary>The macro's name runs into its body.</summary>
    public static Rule MissingMacroSpace { get; } = new(
        "DTS0128", "missing-macro-space", Severity.Warning, "the macro's name runs into its body",
        "Put a space between the name and the body. Without it a reader cannot tell where the name ends.");

    /// <summary>A directive lacks its operand.</summary>
    public static Rule MalformedDirective { get; } = new(
        "DTS0129", "malformed-directive", Severity.Error, "a directive lacks its operand",
        "#ifdef, #ifndef, #undef and #define need a macro name, #assert a predicate with an answer in "
        + "parentheses. The directive is ignored.");

    /// <summary># makes no valid string.</summary>
    public static Rule BadStringify { get; } = new(
        "DTS0130", "invalid-stringification", Severity.Warning, "# makes no valid string",
        "The argument ends in a single backslash, which would hide the closing quote. It is dropped.");

    /// <summary>A comma operator in #if.</summary>
    public static Rule CommaInCondition { get; } = new(
        "DTS0131", "comma-in-condition", Severity.Warning, "a comma operator in #if",
        "The left operand has no effect. Perhaps && was meant, or the comma should separate macro arguments.");

    /// <summary>A character constant is doubtful.</summary>
    public static Rule CharacterConstant { get; } = new(
        "DTS0132", "doubtful-character-constant", Severity.Warning, "a character constant is doubtful",
        "It holds several characters or an escape that is unknown or out of range; its value depends on the "
        + "compiler. Use a number.");

    private static Rule[] PreprocessorRules =>
    [
        IncludeNotFound, IncludeTooDeep, MalformedInclude, UnreadableInclude, UnterminatedConditional,
        StrayConditional, MalformedCondition, ConditionDivision, ConditionOverflow, MalformedMacro,
        MacroRedefined, WrongArgumentCount, UnterminatedCall, ExpansionTooLarge, NestingTooDeep,
        UnterminatedComment, UserError, UserWarning, MalformedLine, ExtraTokens, NulByte, InvalidUtf8,
        SpliceWithBlanks, MisplacedVariadicName, OnceInMainFile, Assertions, BuiltinChanged, MissingMacroSpace,
        MalformedDirective, BadStringify, CommaInCondition, CharacterConstant,
    ];
}
