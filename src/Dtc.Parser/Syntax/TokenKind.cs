namespace Dtc.Parser.Syntax;

/// <summary>Kinds of DTS tokens. Single-character tokens carry their character in <see cref="Lexer.Char"/>.</summary>
internal enum TokenKind : byte
{
    EndOfFile,
    Char,
    Version,            // /dts-v1/
    Plugin,             // /plugin/
    MemReserve,         // /memreserve/
    Bits,               // /bits/
    DeleteProperty,     // /delete-property/
    DeleteNode,         // /delete-node/
    OmitIfNoRef,        // /omit-if-no-ref/
    IncBin,             // /incbin/
    Literal,
    CharLiteral,
    Byte,
    String,
    Name,               // node or property name
    Identifier,         // a bare word among values: an undefined macro, most often
    Label,              // name:
    LabelReference,     // &label
    PathReference,      // &{...}
    ShiftLeft,
    ShiftRight,
    LessOrEqual,
    GreaterOrEqual,
    Equal,
    NotEqual,
    LogicalAnd,
    LogicalOr,
}
