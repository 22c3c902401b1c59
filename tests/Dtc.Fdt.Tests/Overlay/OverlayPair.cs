namespace Dtc.Fdt.Tests;

/// <summary>A base and an overlay for it, made from a seed; some do not fit.</summary>
internal sealed class OverlayPair
{
    private readonly Random _random;
    private readonly bool _mayMeet;
    private readonly TreeModel _base = new("");
    private readonly TreeModel _overlay = new("");
    private readonly List<(string Path, string Label, uint Phandle)> _labelled = [];
    private readonly List<string> _paths = ["/"];
    private uint _phandles;
    private uint _overlayPhandles;
    private int _names;

    /// <param name="seed">The seed.</param>
    /// <param name="mayMeet">
    /// True to let nodes of the overlay with a phandle meet nodes of the base that have one, and labelled nodes lack
    /// one: later libfdts treat those differently.
    /// </param>
    public OverlayPair(int seed, bool mayMeet)
    {
        _random = new Random(seed);
        _mayMeet = mayMeet;
        MakeBase(_base, "", 0);
        if (_random.Next(12) != 0)
        {
            var symbols = _base.Add("__symbols__");
            foreach (var (path, label, _) in _labelled) symbols.Set(label, path);
            if (_random.Next(20) == 0) symbols.Set("l1", "/nowhere");
            if (_random.Next(20) == 0) symbols.Set("l0", [1, 2, 3]);
        }

        if (_random.Next(3) == 0) _base.Add("aliases").Set("alias0", _paths[_random.Next(_paths.Count)]);
        MakeOverlay();
        Base = _base.ToBlob(_random.Next(4) == 0 ? _random.Next(200) : 0);
        Overlay = _overlay.ToBlob();
    }

    public byte[] Base { get; }

    public byte[] Overlay { get; }

    private void MakeBase(TreeModel node, string path, int depth)
    {
        for (var i = _random.Next(4); i > 0; i--) node.Set($"p{_random.Next(8)}", Bytes());
        if (depth > 0 && _random.Next(5) < 3)
        {
            var phandle = ++_phandles + (_random.Next(20) == 0 ? 100u : 0);
            _phandles = phandle;
            var kind = _random.Next(16);
            if (kind > 3) node.Set("phandle", phandle);
            if (kind is > 0 and < 8 || !_mayMeet) node.Set("linux,phandle", phandle);
            _labelled.Add((path, $"l{_labelled.Count}", phandle));
        }

        for (var i = depth < 4 ? _random.Next(4) : 0; i > 0; i--)
        {
            var name = $"n{_random.Next(4)}" + (_random.Next(3) == 0 ? $"@{_random.Next(3)}" : "");
            if (node.Children.Exists(c => c.Name == name)) continue;
            _paths.Add($"{path}/{name}");
            MakeBase(node.Add(name), $"{path}/{name}", depth + 1);
        }
    }

    private void MakeOverlay()
    {
        var targets = new List<(string Path, TreeModel Content)>();
        for (var i = 1 + _random.Next(4); i > 0; i--)
        {
            var name = $"fragment@{_names++}";
            var fragment = _overlay.Add(name);
            var kind = _random.Next(10);
            if (kind < 5 && _labelled.Count > 0)
            {
                fragment.Set("target", uint.MaxValue);
                Fixup(Label(), $"/{name}:target:0");
            }
            else if (kind < 9) fragment.Set("target-path", Path());
            else if (_random.Next(3) == 0) fragment.Set("target", Bytes());
            if (_random.Next(25) == 0) continue; // without content: left alone
            var content = fragment.Add("__overlay__");
            MakeContent(content, $"/{name}/__overlay__", 0);
            targets.Add(($"/{name}/__overlay__", content));
        }

        if (_random.Next(3) == 0)
        {
            var symbols = _overlay.Add("__symbols__");
            foreach (var (path, _) in targets)
            {
                symbols.Set($"o{_random.Next(4)}", _random.Next(8) switch
                {
                    0 => path, 1 => path + "/", 2 => "/elsewhere/x", 3 => "/top", 4 when _random.Next(6) == 0 => "no-path",
                    5 when _random.Next(6) == 0 => "/missing/__overlay__/x",
                    _ => path + "/n0/new1",
                });
            }

            if (_random.Next(3) == 0) symbols.Set("l0", targets.Count > 0 ? targets[0].Path + "/changed" : "/x");
        }

        if (_random.Next(8) == 0) _overlay.Set("phandle", ++_overlayPhandles);
        if (_random.Next(30) == 0) _overlay.Set("phandle", 1, 2, 3);
        if (_random.Next(30) == 0) _overlay.Add("x").Set("phandle", uint.MaxValue - 1 - (uint)_random.Next(4));
    }

    private void MakeContent(TreeModel node, string path, int depth)
    {
        for (var i = _random.Next(4); i > 0; i--)
        {
            var name = $"p{_random.Next(8)}";
            if (node.Properties.Exists(p => p.Name == name)) continue;
            node.Set(name, Bytes());
            var length = node.Properties[^1].Value.Length;
            if (length < 4) continue;
            var offset = _random.Next(length - 3);
            if (_random.Next(3) == 0 && _labelled.Count > 0) Fixup(Label(), $"{path}:{name}:{offset}");
            else if (_random.Next(3) == 0) LocalFixup(path, name, (uint)offset);
        }

        for (var i = depth < 3 ? _random.Next(3) : 0; i > 0; i--)
        {
            var isNew = _random.Next(2) == 0;
            var name = isNew ? $"new{_random.Next(3)}" : $"n{_random.Next(4)}";
            if (node.Children.Exists(c => c.Name == name)) continue;
            var child = node.Add(name);
            if (isNew ? _random.Next(2) == 0 : _mayMeet && _random.Next(3) == 0)
            {
                var phandle = ++_overlayPhandles;
                child.Set(_random.Next(3) == 0 ? "linux,phandle" : "phandle", phandle);
                // A reference to it from here.
                node.Set("ref", phandle);
                if (_random.Next(20) != 0) LocalFixup(path, "ref", 0);
            }

            MakeContent(child, $"{path}/{name}", depth + 1);
        }
    }

    private void Fixup(string label, string place) =>
        _overlay.Add("__fixups__").Append(label, System.Text.Encoding.ASCII.GetBytes((_random.Next(500) switch
        {
            0 => place + "x", 1 => place[1..], 2 => "/nowhere:x:0", 3 => place.Replace(":", "::", StringComparison.Ordinal),
            4 => place.Replace(":", ": ", StringComparison.Ordinal), 5 => place.Replace(":p", ":q", StringComparison.Ordinal),
            6 => place + ":1", 7 => ":" + place,
            _ => place,
        }) + "\0"));

    private void LocalFixup(string path, string property, uint offset)
    {
        var node = _overlay.Add("__local_fixups__");
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries)) node = node.Add(part);
        if (_random.Next(300) == 0) node = node.Add("extra");
        node.Append(property, TreeModel.Cell(offset));
        if (_random.Next(300) == 0) node.Append(property, [1]);
    }

    private string Label() => _random.Next(80) == 0 ? "unknown" : _labelled[_random.Next(_labelled.Count)].Label;

    private string Path() => _random.Next(40) switch
    {
        0 => "/nowhere", 1 => "alias0", 2 => "alias0/n1", 3 when _random.Next(3) == 0 => "", 4 => "/n0/new1",
        _ => _paths[_random.Next(_paths.Count)],
    };

    private byte[] Bytes()
    {
        var value = new byte[_random.Next(3) == 0 ? _random.Next(30) : 4 * _random.Next(4)];
        for (var i = 0; i < value.Length; i++) value[i] = (byte)_random.Next(1, 20);
        return value;
    }
}
