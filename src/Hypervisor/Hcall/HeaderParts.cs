namespace Hypervisor.Hcall;

/// <summary>Text of headers that is the same in all.</summary>
internal static class HeaderParts
{
    /// <summary>What all ABIs use; headers made apart from each other may be included together.</summary>
    public const string Common =
        """
        #ifndef HCALL_COMMON
        #define HCALL_COMMON
        #define HCALL_HVC 0
        #define HCALL_SMC 1
        #ifdef __ASSEMBLER__
        #define HCALL_U32(number) number
        #else
        #include <stdint.h>
        #define HCALL_U32(number) number##U

        /* What a call returns: its first result register, as a signed number of the width the call has, and the others.
           Registers that an ABI does not return are zero. */
        struct hcall_result {
            intptr_t status;
            uintptr_t value[8];
        };

        /* For ABIs that go by HVC or by SMC, as the tree says: an expression that is HCALL_HVC or HCALL_SMC, such as a
           variable set when the tree was read. Define it before this header is included. */
        #ifndef HCALL_METHOD
        #define HCALL_METHOD HCALL_HVC
        #endif
        #define HCALL_PICK(a0, a1, a2, a3, a4, a5, a6, a7, a8, name, ...) name
        #endif
        #endif

        """;

    /// <summary>The condition under which an architecture is compiled for.</summary>
    public static string Condition(string architecture) => architecture switch
    {
        "arm64" => "defined(__aarch64__)",
        "arm32" => "defined(__arm__)",
        _ => "defined(__powerpc__)",
    };

    /// <summary>Mnemonic with operand, in lines for an assembler.</summary>
    /// <param name="architecture">arm32, arm64 or power.</param>
    /// <param name="instruction">hvc, smc or sc.</param>
    /// <param name="immediate">Its immediate or level.</param>
    public static string[] Trap(string architecture, string instruction, int immediate) => (architecture, instruction) switch
    {
        (_, "sc") => [$"sc {immediate}"],
        ("arm32", "hvc") => [".arch_extension virt", $"hvc #0x{immediate:x}"],
        ("arm32", _) => [".arch_extension sec", $"smc #{immediate}"],
        _ => [$"{instruction} #0x{immediate:x}"],
    };
}
