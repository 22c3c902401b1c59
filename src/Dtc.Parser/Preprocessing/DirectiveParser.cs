using System.Text;
using Dtc.Tree;

namespace Dtc.Parser.Preprocessing;

/// <summary>Parses one directive line of a clean text into what every compilation can share.</summary>
internal sealed class DirectiveParser(byte[] clean, MacroNameTable names)
{
    private readonly List<DirectiveFault> _faults = [];
    private int _p;

    /// <summary>
    /// Parses the directive whose name begins at <paramref name="name"/>; null when a line marker is none.
    /// The line's <c>\n</c> is at <paramref name="end"/>.
    /// </summary>
    public Directive? Parse(DirectiveKind kind, int name, int end)
    {
        _p = name;
        if (kind == DirectiveKind.LineMarker) return LineMarker(name, end);
        var spelled = Next(); // the name itself
        var nameId = 0;
        Macro? macro = null;
        Token[] tokens = [];
        string? file = null;
        var angled = false;
        switch (kind)
        {
            case DirectiveKind.Define:
                macro = new MacroParser(clean, names, _faults).Parse(_p, spelled);
                break;
            case DirectiveKind.Undef or DirectiveKind.Ifdef or DirectiveKind.Ifndef or DirectiveKind.Elifdef
                or DirectiveKind.Elifndef:
                nameId = MacroName(spelled);
                break;
            case DirectiveKind.Else or DirectiveKind.Endif:
                ExpectEnd(spelled);
                break;
            case DirectiveKind.Include or DirectiveKind.IncludeNext or DirectiveKind.Import:
                file = FileName(spelled, end, out angled);
                if (file is null) tokens = Rest();
                break;
            case DirectiveKind.Pragma:
                var first = Next();
                if (first is { Type: TokenType.Name, Id: KnownNames.Once })
                {
                    nameId = KnownNames.Once;
                    ExpectEnd(spelled, "#pragma once");
                }

                break;
            case DirectiveKind.If or DirectiveKind.Elif or DirectiveKind.Line or DirectiveKind.Assert
                or DirectiveKind.Unassert:
                tokens = Rest();
                break;
        }

        return new Directive
        {
            Kind = kind,
            NameStart = name,
            End = end,
            Macro = macro,
            NameId = nameId,
            Tokens = tokens,
            FileName = file,
            Angled = angled,
            Faults = [.. _faults],
        };
    }

    private Token Next()
    {
        var token = TokenLexer.Lex(clean, ref _p);
        if (token.Type == TokenType.Name) token.Id = names.Intern(token.Text);
        return token;
    }

    private Token[] Rest()
    {
        var tokens = new List<Token>();
        Token token;
        do tokens.Add(token = Next());
        while (token.Type != TokenType.End);
        return [.. tokens];
    }

    private int MacroName(in Token directive)
    {
        var token = Next();
        var what = Encoding.UTF8.GetString(directive.Text);
        if (token.Type == TokenType.End)
        {
            _faults.Add(new DirectiveFault(
                Rules.MalformedDirective, directive.Start, directive.Length, $"no macro name given in #{what} directive"));
            return 0;
        }

        if (token.Type != TokenType.Name)
        {
            _faults.Add(new DirectiveFault(
                Rules.MalformedDirective, token.Start, token.Length, "macro names must be identifiers"));
            return 0;
        }

        if (token.Id == KnownNames.Defined && what == "undef")
        {
            _faults.Add(new DirectiveFault(
                Rules.MalformedDirective, token.Start, token.Length, "\"defined\" cannot be used as a macro name"));
            return 0;
        }

        ExpectEnd(directive);
        return token.Id;
    }

    private void ExpectEnd(in Token directive, string? what = null)
    {
        var token = Next();
        if (token.Type == TokenType.End) return;
        what ??= "#" + Encoding.UTF8.GetString(directive.Text);
        _faults.Add(new DirectiveFault(
            Rules.ExtraTokens, token.Start, token.Length, $"extra tokens at end of {what} directive",
            "what follows is ignored; put it in a comment"));
    }

    private string? FileName(in Token directive, int end, out bool angled)
    {
        while (clean[_p] == ' ') _p++;
        var open = clean[_p];
        angled = open == '<';
        var close = angled ? (byte)'>' : (byte)'"';
        var length = open is (byte)'<' or (byte)'"' ? clean.AsSpan(_p + 1, end - _p - 1).IndexOf(close) : -1;
        if (length < 0)
        {
            if (clean[_p] != '\n') return null;
            _faults.Add(Expected(directive.Start, directive.Length, directive));
            return "";
        }

        var start = _p + 1;
        _p = start + length + 1;
        if (length == 0)
        {
            _faults.Add(new DirectiveFault(
                Rules.MalformedInclude, start - 1, 2,
                $"empty file name in #{Encoding.UTF8.GetString(directive.Text)}"));
            return "";
        }

        ExpectEnd(directive);
        return Encoding.UTF8.GetString(clean, start, length);
    }

    private static DirectiveFault Expected(int start, int length, in Token directive) => new(
        Rules.MalformedInclude, start, length,
        $"#{Encoding.UTF8.GetString(directive.Text)} expects \"FILENAME\" or <FILENAME>");

    private Directive? LineMarker(int start, int end)
    {
        if (clean[start - 1] != ' ') return null;
        var number = Next();
        var file = Next();
        if (file.Type != TokenType.String || !int.TryParse(number.Text, out var line)) return null;
        return new Directive
        {
            Kind = DirectiveKind.LineMarker,
            NameStart = start,
            End = end,
            LineNumber = line,
            FileName = StringLiteral.Unescape(file.Text),
        };
    }
}
