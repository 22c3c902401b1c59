using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <content>What stands outside of all bodies.</content>
public sealed partial class DtsParser
{
    // Statements of a node were met outside of any.
    private bool _outside;

    private void TopLevelItem(bool first)
    {
        switch (_lexer.Kind)
        {
            case TokenKind.Char when _lexer.Is('/'):
                RootBody(first);
                return;
            case TokenKind.Label:
                LabelledExtension();
                return;
            case TokenKind.LabelReference or TokenKind.PathReference:
                Extension(first, null, default);
                return;
            case TokenKind.DeleteNode:
                DeleteByReference();
                return;
            case TokenKind.OmitIfNoRef:
                OmitByReference();
                return;
            case TokenKind.Name:
                OutsideStatement();
                return;
            case TokenKind.Char when _lexer.Is('}') && _outside:
                _outside = false;
                _lexer.Next();
                if (_lexer.Is(';')) _lexer.Next();
                return;
        }

        var (message, help) = _lexer.Kind switch
        {
            TokenKind.MemReserve => ("a memory reservation must stand before the first node", "move it up to the '/dts-v1/;'"),
            TokenKind.Version => ("'/dts-v1/' must stand at the very start", "remove it here"),
            TokenKind.Plugin => ("'/plugin/;' must directly follow '/dts-v1/;'", "write '/dts-v1/; /plugin/;' at the start"),
            TokenKind.Identifier =>
                ($"{Described()} stands outside of any node", "nodes and properties belong into '/ { … };' or '&label { … };'"),
            TokenKind.Char when _lexer.Is('}') => ("this '}' closes nothing", (string?)null),
            TokenKind.Char when _lexer.Is(';') => ("this ';' ends nothing", null),
            TokenKind.Char when _lexer.Is('#') =>
                ("'#' begins nothing here", "preprocessor directives stand at the start of a line and need the preprocessor"),
            _ => ($"expected a node ('/ {{' or '&label {{'), found {Described()}", null),
        };
        Report(Rules.SyntaxError, _lexer.Span, message, help);
        if (_lexer.Is('}'))
        {
            _lexer.Next();
            if (_lexer.Is(';')) _lexer.Next();
        }
        else if (_lexer.Is(';')) _lexer.Next();
        else
        {
            SkipStatement();
        }
    }

    // A statement that belongs into a node. The first is reported, those that follow it have the same cause: a
    // '};' too many above, and the one it took away at the end.
    private void OutsideStatement()
    {
        if (!_outside)
        {
            Report(Rules.SyntaxError, _lexer.Span, $"{Described()} stands outside of any node",
                "nodes and properties belong into '/ { … };' or '&label { … };'; is there a '};' too many above?");
        }

        _outside = true;
        _lexer.Next();
        if (_lexer.Is('{')) Body(new Node(_tree.Names.Empty, SourceSpan.None), merging: false, attached: false);
        else SkipStatement();
    }

    // / { ... };
    private void RootBody(bool first)
    {
        var slash = _lexer.Span;
        _lexer.Next();
        if (!_lexer.Is('{'))
        {
            Report(Rules.SyntaxError, slash, $"expected '{{' after '/', found {Described()}", "the root is '/ { … };'");
            SkipStatement();
            return;
        }

        _tree.Root.Deleted = false;
        if (first) _tree.Root.NameSpan = slash;
        Body(_tree.Root, merging: !first, attached: true);
    }

    // label: &ref { ... };
    private void LabelledExtension()
    {
        var (label, span) = (_lexer.Name, _lexer.Span);
        _lexer.Next();
        if (_lexer.Kind is TokenKind.LabelReference or TokenKind.PathReference)
        {
            Extension(false, label, span);
            return;
        }

        if (_lexer.Kind == TokenKind.Name)
        {
            OutsideStatement();
            return;
        }

        var help = _lexer.Kind switch
        {
            TokenKind.MemReserve => "reservations stand before the first node",
            TokenKind.Label => "one label at a time: repeat the reference for another",
            _ => "outside of nodes a label can only stand before '&ref { … };'",
        };
        Report(Rules.SyntaxError, _lexer.Span, $"expected a reference after the label '{Shown(label)}', found {Described()}", help);
        SkipStatement();
    }

    // [label:] &ref { ... };
    private void Extension(bool first, Name? label, SourceSpan labelSpan)
    {
        var reference = _lexer.Name;
        var span = _lexer.Span;
        var byPath = _lexer.Kind == TokenKind.PathReference;
        _lexer.Next();
        if (!_lexer.Is('{'))
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected '{{' after '{ReferenceText(reference, byPath)}', found {Described()}");
            SkipStatement();
            return;
        }

        if (_tree.IsPlugin && IsRelative(reference))
        {
            _diagnostics.Add(new Diagnostic(Rules.RelativeReferenceInPlugin, span,
                $"'{ReferenceText(reference, byPath)}' is relative to a label, which an overlay cannot extend")
            {
                DtcText = $"Label-relative reference {reference} not supported in plugin",
            });
        }

        var orphan = label is null && _tree.IsPlugin && (first || byPath);
        var target = orphan || first ? null : _tree.FindByReference(reference);
        if (target is not null)
        {
            if (label is not null) _tree.AddLabel(target, label, labelSpan);
            target.Deleted = false;
            Body(target, merging: true, attached: true);
        }
        else if (_tree.IsPlugin && label is null)
        {
            Fragment(reference, span);
        }
        else
        {
            ReportUnknown(reference, span, byPath);
            Body(new Node(_tree.Names.Empty, SourceSpan.None), merging: false, attached: false);
        }
    }

    // The target is not in this file: /fragment@N { target = <~0>; __overlay__ { ... }; };
    private void Fragment(Name reference, SourceSpan span)
    {
        var names = _tree.Names;
        var fragment = new Node(names.Intern(System.Text.Encoding.ASCII.GetBytes($"fragment@{_fragments++}")), SourceSpan.None);
        Property target;
        if (reference.Utf8.StartsWith("/"u8))
        {
            target = new Property(names.TargetPath, SourceSpan.None);
            _tree.SetValue(target, [.. reference.Utf8, 0], [new Marker(MarkerKind.String, 0, reference, span)]);
        }
        else
        {
            target = new Property(names.Target, SourceSpan.None);
            _tree.SetValue(target, [0xff, 0xff, 0xff, 0xff], [new Marker(MarkerKind.PhandleReference, 0, reference, span)]);
        }

        var overlay = new Node(names.Overlay, SourceSpan.None) { NameSpan = span };
        fragment.Append(target);
        fragment.Append(overlay);
        _tree.Root.Append(fragment);
        Body(overlay, merging: false, attached: true);
    }

    // /delete-node/ &ref;
    private void DeleteByReference()
    {
        if (ReferenceStatement("/delete-node/") is { } target) target.Delete();
    }

    // /omit-if-no-ref/ &ref;
    private void OmitByReference()
    {
        if (ReferenceStatement("/omit-if-no-ref/") is { } target) target.OmitIfUnreferenced = true;
    }

    private Node? ReferenceStatement(string keyword)
    {
        _lexer.Next();
        if (_lexer.Kind is not (TokenKind.LabelReference or TokenKind.PathReference))
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected a reference after '{keyword}', found {Described()}",
                "outside of nodes name the node as '&label' or '&{/path}'");
            SkipStatement();
            return null;
        }

        var (reference, span, byPath) = (_lexer.Name, _lexer.Span, _lexer.Kind == TokenKind.PathReference);
        _lexer.Next();
        ExpectSemicolon($"'{keyword} {ReferenceText(reference, byPath)}'");
        var target = _tree.FindByReference(reference);
        if (target is null) ReportUnknown(reference, span, byPath);
        return target;
    }

    private void ReportUnknown(Name reference, SourceSpan span, bool byPath) =>
        _diagnostics.Add(new Diagnostic(Rules.LabelNotFound, span, byPath
            ? $"no node at '{Shown(reference)}' at this point"
            : $"no node with the label '{Shown(reference)}' at this point")
        {
            Help = byPath ? null : _tree.SuggestLabel(reference.ToString()),
            DtcText = $"Label or path {reference} not found",
        });

    private static string ReferenceText(Name reference, bool byPath) => byPath ? $"&{{{Shown(reference)}}}" : $"&{Shown(reference)}";

    private static bool IsRelative(Name reference) =>
        reference.Length > 0 && reference.Utf8[0] != '/' && reference.Utf8[1..].Contains((byte)'/');
}
