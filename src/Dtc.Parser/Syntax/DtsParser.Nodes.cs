using Dtc.Tree;

namespace Dtc.Parser.Syntax;

/// <content>Node bodies: properties, then subnodes.</content>
public sealed partial class DtsParser
{
    private readonly List<(Name Name, SourceSpan Span)> _pendingLabels = [];

    // { proplist subnodes } ;   read straight into the node. The first body of a node ("merging" false) takes
    // everything as it comes, even deletions, which dtc keeps as place-holders; later bodies are merged.
    // True when there was anything in it.
    private bool Body(Node node, bool merging, bool attached)
    {
        var open = _lexer.Start;
        _lexer.Next();
        if (_depth >= MaxDepth)
        {
            Report(Rules.SyntaxTooDeep, new SourceSpan(open, 1), $"nodes nest deeper than {MaxDepth}");
            _lexer.Abandon();
            _lexer.Next();
            _unwinding = true;
            return false;
        }

        var empty = _lexer.Is('}');
        _depth++;
        Statements(node, merging, attached, open);
        _depth--;
        if (_unwinding) return !empty;

        var end = _lexer.End;
        _lexer.Next(); // the '}'
        if (_lexer.Is(';')) end = _lexer.End;
        node.AddSpan(SourceSpan.FromBounds(open, end));
        ExpectSemicolon("'}'");
        return !empty;
    }

    private void Statements(Node node, bool merging, bool attached, int open)
    {
        var body = ++_bodies;
        var subnodes = false;
        while (!_unwinding)
        {
            var labels = _pendingLabels.Count;
            while (_lexer.Kind == TokenKind.Label)
            {
                _pendingLabels.Add((_lexer.Name, _lexer.Span));
                _lexer.Next();
            }

            switch (_lexer.Kind)
            {
                case TokenKind.Char when _lexer.Is('}') && _pendingLabels.Count == labels:
                    return;
                case TokenKind.EndOfFile:
                    ReportUnclosed(node, open, "the end of the file");
                    break;
                case TokenKind.Name:
                    NamedStatement(node, merging, attached, body, labels, ref subnodes);
                    break;
                case TokenKind.DeleteProperty:
                    DeleteProperty(node, merging, labels, subnodes);
                    break;
                case TokenKind.DeleteNode:
                    subnodes = true;
                    DeleteNode(node, merging, labels, omit: false);
                    break;
                case TokenKind.OmitIfNoRef:
                    subnodes = true;
                    Omit(node, merging, attached, body, labels);
                    break;
                // "&label {" or "/ {" at the start of a line: the text is outside of nodes again.
                case TokenKind.LabelReference or TokenKind.PathReference when _lexer.StartsLine:
                case TokenKind.Char when _lexer.Is('/') && _lexer.StartsLine:
                    ReportUnclosed(node, open, Described());
                    break;
                default:
                    UnexpectedInBody(labels);
                    break;
            }

            _pendingLabels.RemoveRange(labels, _pendingLabels.Count - labels);
        }
    }

    private void ReportUnclosed(Node node, int open, string before)
    {
        var name = node.Name.Length == 0 ? "" : $" of '{Shown(node.Name)}'";
        _diagnostics.Add(new Diagnostic(Rules.Unclosed, new SourceSpan(_lexer.PreviousEnd, 0),
            $"missing '}};' before {before}: the '{{'{name} is still open")
        {
            Related = [new RelatedSpan("opened here", new SourceSpan(open, 1))],
        });
        _unwinding = true;
    }

    private void UnexpectedInBody(int labels)
    {
        if (_pendingLabels.Count > labels)
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected a property or a node after the label, found {Described()}");
            if (!_lexer.Is('}')) SkipStatement();
            return;
        }

        if (_lexer.Is(';'))
        {
            Report(Rules.SyntaxError, _lexer.Span, "this ';' ends nothing", "remove it");
            _lexer.Next();
            return;
        }

        var help = _lexer.Kind is TokenKind.LabelReference or TokenKind.PathReference
            ? "inside a body a node is extended by its name; '&label { … };' stands outside of nodes"
            : null;
        Report(Rules.SyntaxError, _lexer.Span, $"expected a property or a node, found {Described()}", help);
        SkipStatement();
    }

    // name = value; | name; | name { ... };
    private void NamedStatement(
        Node node, bool merging, bool attached, int body, int labels, ref bool subnodes)
    {
        var name = _lexer.Name;
        var nameSpan = _lexer.Span;
        _lexer.Next();
        if (_lexer.Is('{'))
        {
            subnodes = true;
            Child(node, name, nameSpan, merging, attached, body, labels, omit: false);
            return;
        }

        if (subnodes)
        {
            Report(Rules.PropertyAfterSubnode, nameSpan, $"the property '{Shown(name)}' follows a subnode",
                "move it above the first subnode");
        }

        Property(node, name, nameSpan, merging, body, labels);
    }

    private void Child(
        Node parent, Name name, SourceSpan nameSpan, bool merging, bool attached, int body, int labels, bool omit)
    {
        var existing = merging ? parent.FindChildWithDeleted(name) : null;
        var child = existing ?? new Node(name, SourceSpan.None) { NameSpan = nameSpan, OmitIfUnreferenced = omit };
        if (existing is null) parent.Append(child);
        var repeated = existing is { Deleted: false } && existing.OpenedInBody == body;
        var first = repeated ? LastSpan(child) : SourceSpan.None;
        if (child.Deleted) Revive(child, attached);
        child.OpenedInBody = body;
        LabelNode(child, labels, existing is not null, attached);
        var any = Body(child, merging: existing is not null, attached);
        if (repeated && any) CheckRepeatedNode(child, nameSpan, first);
    }

    // Labels of a place-holder count from now on.
    private void Revive(Node node, bool attached)
    {
        node.Deleted = false;
        if (!attached) return;
        for (var label = node.Labels; label is not null; label = label.Next)
        {
            if (!label.Deleted) _tree.AddLabel(node, label.Name, label.Span);
        }
    }

    // Extending what an included file defined inside the same body is an idiom, and so is an empty body that
    // only adds a label; repeating a name in one file with other contents is not.
    private void CheckRepeatedNode(Node node, SourceSpan nameSpan, SourceSpan first)
    {
        if (_map.Physical(first.Start)?.File != _map.Physical(nameSpan.Start)?.File) return;
        _diagnostics.Add(new Diagnostic(Rules.RepeatedNode, nameSpan,
            $"a second '{Shown(node.Name)}' in the same body; dtc merges both into one node")
        {
            Related = [new RelatedSpan("the first one", first)],
            Help = "give them different names or unit addresses",
        });
    }

    private static SourceSpan LastSpan(Node node)
    {
        var span = node.LastSpan;
        return new SourceSpan(span.Start, Math.Min(span.Length, 1));
    }

    // Labels of a first body keep their order; labels that are merged in come one by one in front, as in dtc.
    private void LabelNode(Node node, int labels, bool merging, bool attached)
    {
        var count = _pendingLabels.Count;
        if (count == labels) return;
        if (merging)
        {
            var last = LastPlaces(labels);
            for (var i = labels; i < count; i++)
            {
                if (!RepeatedLater(i, last)) AddLabel(node, _pendingLabels[i], attached);
            }
        }
        else
        {
            for (var i = count - 1; i >= labels; i--) AddLabel(node, _pendingLabels[i], attached);
        }
    }

    // Where each of very many labels stands last; null for a few.
    private Dictionary<Name, int>? LastPlaces(int labels)
    {
        if (_pendingLabels.Count - labels < 24) return null;
        var last = new Dictionary<Name, int>();
        for (var i = labels; i < _pendingLabels.Count; i++) last[_pendingLabels[i].Name] = i;
        return last;
    }

    private bool RepeatedLater(int i, Dictionary<Name, int>? last)
    {
        if (last is not null) return last[_pendingLabels[i].Name] != i;
        for (var j = i + 1; j < _pendingLabels.Count; j++)
        {
            if (_pendingLabels[j].Name == _pendingLabels[i].Name) return true;
        }

        return false;
    }

    private void AddLabel(Node node, (Name Name, SourceSpan Span) label, bool attached)
    {
        if (attached) _tree.AddLabel(node, label.Name, label.Span);
        else node.AddLabel(label.Name, label.Span);
    }

    // /delete-property/ name ;
    private void DeleteProperty(Node node, bool merging, int labels, bool subnodes)
    {
        if (subnodes)
        {
            Report(Rules.PropertyAfterSubnode, _lexer.Span, "'/delete-property/' follows a subnode",
                "move it above the first subnode");
        }

        _lexer.Next();
        if (!DeletedName("/delete-property/", out var name, out var span, out _)) return;
        if (merging)
        {
            node.FindWithDeleted(name)?.Delete();
            return;
        }

        var holder = new Property(name, span) { Deleted = true };
        LabelProperty(holder, labels, merging: false);
        node.Append(holder);
    }

    // /delete-node/ name ;
    private void DeleteNode(Node node, bool merging, int labels, bool omit)
    {
        var start = _lexer.Start;
        _lexer.Next();
        if (!DeletedName("/delete-node/", out var name, out var span, out var end)) return;
        if (!merging)
        {
            var holder = new Node(name, SourceSpan.FromBounds(start, end)) { Deleted = true, NameSpan = span, OmitIfUnreferenced = omit };
            LabelNode(holder, labels, merging: false, attached: false);
            node.Append(holder);
            return;
        }

        node.FindChildWithDeleted(name)?.Delete();
    }

    private bool DeletedName(string keyword, out Name name, out SourceSpan span, out int end)
    {
        name = _lexer.Name;
        end = _lexer.End;
        span = _lexer.Span;
        if (_lexer.Kind != TokenKind.Name)
        {
            var help = _lexer.Kind is TokenKind.LabelReference or TokenKind.PathReference
                ? "inside a body a node is deleted by its name; '/delete-node/ &label;' stands outside of nodes"
                : null;
            Report(Rules.SyntaxError, _lexer.Span, $"expected a name after '{keyword}', found {Described()}", help);
            SkipStatement();
            return false;
        }

        _lexer.Next();
        if (_lexer.Is(';')) end = _lexer.End;
        ExpectSemicolon($"'{keyword} {Shown(name)}'");
        return true;
    }

    // /omit-if-no-ref/ subnode
    private void Omit(Node node, bool merging, bool attached, int body, int labels)
    {
        while (_lexer.Kind is TokenKind.OmitIfNoRef or TokenKind.Label)
        {
            if (_lexer.Kind == TokenKind.Label) _pendingLabels.Add((_lexer.Name, _lexer.Span));
            _lexer.Next();
        }

        if (_lexer.Kind == TokenKind.DeleteNode)
        {
            DeleteNode(node, merging, labels, omit: true);
            return;
        }

        var (name, span) = (_lexer.Name, _lexer.Span);
        var named = _lexer.Kind == TokenKind.Name;
        if (named) _lexer.Next();
        if (!named || !_lexer.Is('{'))
        {
            Report(Rules.SyntaxError, _lexer.Span, $"expected a node after '/omit-if-no-ref/', found {Described()}");
            SkipStatement();
            return;
        }

        Child(node, name, span, merging, attached, body, labels, omit: true);
    }
}
