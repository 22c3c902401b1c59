namespace Dtc.Parser.Preprocessing;

/// <summary>
/// Names with fixed ids: the directives (whose ids are the values of <see cref="DirectiveKind"/>), operators of
/// <c>#if</c> and the macros that have no definition.
/// </summary>
internal static class KnownNames
{
    public const int FirstOther = (int)DirectiveKind.Unassert + 1;
    public const int Defined = FirstOther;
    public const int VaArgs = FirstOther + 1;
    public const int VaOpt = FirstOther + 2;
    public const int Once = FirstOther + 3;
    public const int FirstBuiltin = FirstOther + 4;
    public const int HasInclude = FirstBuiltin;
    public const int HasIncludeNext = FirstBuiltin + 1;
    public const int Line = FirstBuiltin + 2;
    public const int File = FirstBuiltin + 3;
    public const int BaseFile = FirstBuiltin + 4;
    public const int IncludeLevel = FirstBuiltin + 5;
    public const int Counter = FirstBuiltin + 6;
    public const int Date = FirstBuiltin + 7;
    public const int Time = FirstBuiltin + 8;
    public const int Timestamp = FirstBuiltin + 9;
    public const int Pragma = FirstBuiltin + 10;
    public const int HasAttribute = FirstBuiltin + 11;
    public const int HasCppAttribute = FirstBuiltin + 12;
    public const int HasBuiltin = FirstBuiltin + 13;
    public const int LastBuiltin = HasBuiltin;

    /// <summary>The spellings, in the order of the ids from 1 on.</summary>
    public static IEnumerable<byte[]> Spellings =>
        ("define undef include include_next import if ifdef ifndef elif elifdef elifndef else endif line error warning "
         + "pragma ident sccs assert unassert defined __VA_ARGS__ __VA_OPT__ once __has_include __has_include_next "
         + "__LINE__ __FILE__ __BASE_FILE__ __INCLUDE_LEVEL__ __COUNTER__ __DATE__ __TIME__ __TIMESTAMP__ _Pragma "
         + "__has_attribute __has_cpp_attribute __has_builtin")
        .Split(' ').Select(System.Text.Encoding.ASCII.GetBytes);
}
