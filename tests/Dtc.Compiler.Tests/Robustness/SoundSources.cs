namespace Dtc.Compiler.Tests.Robustness;

/// <summary>Small sources that compile and together use all of the language and of the preprocessor.</summary>
internal static class SoundSources
{
    public const string Header = """
        #ifndef HEADER_H
        #define HEADER_H
        #define ONE 1
        #define REG(base, size) <(base) (size)>
        #define CAT_(a, b) a ## b
        #define CAT(a, b) CAT_(a, b)
        #define STR(x) #x
        #define LIST(first, ...) first __VA_OPT__(,) __VA_ARGS__
        #endif

        """;

    public const string Part = "part = <3>;\npart_label: part-node { /* empty */ };\n";

    public static IReadOnlyList<string> All { get; } =
    [
        """
        /dts-v1/;
        / {
        	compatible = "vendor,board", "vendor,soc";
        	#address-cells = <1>;
        	l1: soc { l2: serial@1000 { reg = <0x1000 0x10>; status = "okay"; }; };
        };
        &l2 { status = "disabled"; };

        """,
        """
        /dts-v1/;
        #include "header.h"
        / {
        	reg = REG(0x1000, ONE << 4);
        	CAT(no, de) { name-of = STR(a b "c"); list = <LIST(1) 2>; };
        #if defined(ONE) && ONE + 1 == 2
        	l1: yes { };
        #elif 0
        	no { };
        #else
        	no2 { };
        #endif
        };

        """,
        """
        /dts-v1/; /plugin/;
        &l1 { r = <&ext 1 &{/fragment@0/__overlay__/n}>; l2: n { x; }; };
        &{/soc} { r = <&l2>, <&ext>; };
        / { fragment@9 { target-path = "/"; __overlay__ { p = [00 01]; }; }; };

        """,
        """
        /dts-v1/;
        /memreserve/ 0x1000 (1 + 2 * 3);
        a: b: /memreserve/ 0x2000 0x10;
        / {
        	c: p = d: <e: 1 2 'x' (3 ? 4 : 5) f:> g:, "s\x41\n", [de ad], /bits/ 64 <(~0) (-1)>, /bits/ 8 <1 2>;
        	n@1,0 { k { phandle = <4>; }; };
        };

        """,
        """
        /dts-v1/;
        / { l1: a { x; b { y; }; }; c { z = &l1, &{/a/b}; }; };
        / { /delete-property/ q; a { /delete-property/ x; /delete-node/ b; }; };
        / { a { b { y = <&l1>; }; }; /omit-if-no-ref/ l3: o { }; };
        /delete-node/ &{/c};
        new: &l1 { w; };
        /omit-if-no-ref/ &new;

        """,
        """
        /dts-v1/;
        / { first; /include/ "part.dtsi"
        };
        / { part-node { } /include/ "semicolon.dtsi"
        };
        &part_label { x = &part_label; };

        """,
        """
        /dts-v1/;
        #define N(n) n: node@n { reg = <0x##n>; };
        #define FOR(m) m(a1) m(b2) m(c3)
        / {
        	FOR(N)
        };
        #undef N
        #line 100 "other.dts"
        &a1 { line = <__LINE__>; };

        """,
        """
        /dts-v1/;
        / {
        	cpus { cpu@0 { reg = <0>; }; cpu@1 { reg = <1>; }; };
        	aliases { serial0 = &l1; };
        	l1: s { interrupts = <1 2>, <3 4>; };
        	__symbols__ { q = "/s"; };
        	__fixups__ { ext = "/s:interrupts:0"; };
        	__local_fixups__ { s { interrupts = <8>; }; };
        };

        """,
        """
        /dts-v1/;
        // a comment \
           goes on
        / { /* here
           too */ text = "a \" // b", "/* c */"; chars = <'"' '\'' '/'>; };
        # 12 "marked.dts" 2
        / { last = <0777 0XABU 1LL 10UL>; };

        """,
        """
        /dts-v1/;
        #include "header.h"
        #include "header.h"
        #ifdef HEADER_H
        # define INNER(x, y...) x y
        # if (1 ? 2 : 3) == 2 && !defined NONE && __has_include("header.h")
        / { v = <INNER(1, 2 3) INNER((4 + ONE))>; };
        # endif
        #endif

        """,
        """
        /dts-v1/;
        / { l1: l2: a { l3: b { l4: c { l5: d { deep = <&l1 &l2 &l3 &l4 &l5>; }; }; }; }; };
        &l5 { p = &l5; phandle = <&l5>; };
        &{l3/c} { more = [0102030405060708]; };
        &l4 { \node { \prop; }; };

        """,
        "/dts-v1/;\r\n/dts-v1/;\r\n/ {\r\n\ta = <1>,\t<2>;\r\n\tb;\r\n\tn { };\r\n\tn2 { };\r\n};\r\n/ { a = \"\xc3\xa9\"; };\r\n",
    ];
}
