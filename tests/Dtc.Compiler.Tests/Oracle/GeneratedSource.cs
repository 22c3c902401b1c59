using System.Text;

namespace Dtc.Compiler.Tests.Oracle;

/// <summary>One source of the generator and the options to compile it with.</summary>
internal sealed record GeneratedSource(string Text, CompileOptions Options)
{
    public byte[] Bytes => Encoding.Latin1.GetBytes(Text);

    public override string ToString() => $"dtc {string.Join(' ', NativeDtc.Arguments(Options))}\n{Text}";
}
