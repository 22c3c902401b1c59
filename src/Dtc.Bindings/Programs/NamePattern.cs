using System.Text;
using System.Text.RegularExpressions;
using Dtc.Bindings.Types;

namespace Dtc.Bindings.Programs;

/// <summary>
/// A regular expression of a binding (Python's syntax, searched for anywhere in the text). Many are literal texts
/// with anchors, most others run as an automaton; only look-around and the like need a regex engine. Whatever is needed
/// is made when the pattern is first asked.
/// </summary>
internal sealed class NamePattern
{
    private readonly Form _form;
    private PositionAutomaton? _automaton;
    private bool _isParsed;
    private Regex? _regex;
    private bool _isInvalid;

    public NamePattern(string source)
    {
        Source = source;
        _form = Recognise(source, out var literal);
        Literal = literal;
    }

    private enum Form : byte
    {
        Regex,
        Prefix,
        Suffix,
        Exact,
        Inside,
    }

    /// <summary>The pattern as it is written.</summary>
    public string Source { get; }

    /// <summary>The literal text, unless a regex is needed.</summary>
    public string Literal { get; }

    /// <summary>Whether the pattern asks for nothing but the literal at the beginning.</summary>
    public bool IsPrefix => _form == Form.Prefix;

    /// <summary>Whether the text has a match.</summary>
    public bool IsMatch(string text) => _form switch
    {
        Form.Prefix => text.StartsWith(Literal, StringComparison.Ordinal),
        Form.Suffix => WithoutLineEnd(text).EndsWith(Literal, StringComparison.Ordinal) || text.EndsWith(Literal, StringComparison.Ordinal),
        Form.Exact => text == Literal || WithoutLineEnd(text).SequenceEqual(Literal),
        Form.Inside => text.Contains(Literal, StringComparison.Ordinal),
        _ => Search(text),
    };

    private bool Search(string text)
    {
        // Two threads may both make one; either will do.
        if (!_isParsed)
        {
            _automaton = PositionAutomaton.TryMake(Source);
            Volatile.Write(ref _isParsed, true);
        }

        return _automaton?.Finds(text) ?? MatchRegex(text);
    }

    private bool MatchRegex(string text)
    {
        if (_isInvalid) return false;
        var regex = _regex;
        if (regex is null)
        {
            _isInvalid = !PatternText.TryCompile(Source, out regex);
            _regex = regex;
        }

        return regex is not null && PatternText.Finds(regex, text);
    }

    // $ also matches before a line end that is the last character.
    private static ReadOnlySpan<char> WithoutLineEnd(string text) =>
        text.EndsWith('\n') ? text.AsSpan(0, text.Length - 1) : text;

    private static Form Recognise(string source, out string literal)
    {
        var begin = source.StartsWith('^') ? 1 : 0;
        var end = source.Length;
        var anchored = false;
        if (begin == 1 && source.EndsWith(".*", StringComparison.Ordinal) && !source.EndsWith("\\.*", StringComparison.Ordinal))
        {
            end -= 2;
        }
        else if (source.EndsWith('$') && !source.EndsWith("\\$", StringComparison.Ordinal))
        {
            end--;
            anchored = true;
        }

        literal = string.Empty;
        var text = new StringBuilder(source.Length);
        for (var i = begin; i < end; i++)
        {
            var c = source[i];
            if (c == '\\')
            {
                // An escaped letter or digit is a class or a reference.
                if (++i >= end || char.IsLetterOrDigit(source[i])) return Form.Regex;
                text.Append(source[i]);
            }
            else if (c is '.' or '^' or '$' or '*' or '+' or '?' or '{' or '}' or '[' or ']' or '|' or '(' or ')')
            {
                return Form.Regex;
            }
            else
            {
                text.Append(c);
            }
        }

        literal = text.ToString();
        return (begin, anchored) switch
        {
            (1, true) => Form.Exact,
            (1, false) => Form.Prefix,
            (_, true) => Form.Suffix,
            _ => Form.Inside,
        };
    }
}
