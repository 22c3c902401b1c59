using System.Buffers.Binary;

namespace Hypervisor.Hcall;

/// <summary>What the words of <c>hcall-instructions</c> do, as far as one can see.</summary>
internal sealed class PowerInstructions
{
    /// <summary><c>sc 1</c>.</summary>
    public const uint SystemCall1 = 0x44000022;

    /// <summary><c>nop</c>.</summary>
    public const uint Nop = 0x60000000;

    // lis r0,0x4b56 and ori r0,r0,0x4d21: KVM's number ("KVM!"), by which it knows an sc that is meant for it.
    private const uint LoadMagicHigh = 0x3c004b56;
    private const uint LoadMagicLow = 0x60004d21;

    private PowerInstructions(List<int> reached, bool leaves, int? systemCall, int? refusal)
    {
        Reached = reached;
        Leaves = leaves;
        SystemCall = systemCall;
        Refusal = refusal;
    }

    /// <summary>Places of the words that are executed, in their order.</summary>
    public IReadOnlyList<int> Reached { get; }

    /// <summary>True when the hypervisor is called, or code of its making.</summary>
    public bool Leaves { get; }

    /// <summary>Place of an sc that is not for the hypervisor; null for none.</summary>
    public int? SystemCall { get; }

    /// <summary>The error that they put into r3 instead of a call; null when they do not.</summary>
    public int? Refusal { get; }

    /// <summary>Follows one to four words.</summary>
    public static PowerInstructions Follow(ReadOnlySpan<uint> words)
    {
        var reached = new List<int>();
        var (leaves, high, magic) = (false, false, false);
        int? systemCall = null;
        int? refusal = null;
        var at = 0;
        while (at < words.Length && !reached.Contains(at))
        {
            reached.Add(at);
            var word = words[at];
            if (IsSystemCall(word))
            {
                if (Level(word) == 1 || (Level(word) == 0 && magic)) leaves = true;
                else systemCall ??= at;
            }
            else if (word == LoadMagicHigh) high = true;
            else if (word == LoadMagicLow) magic = high;
            else if (word >> 16 == 0x3860) refusal = (short)(word & 0xffff);
            else if (word is 0x4e800420 || (word & 0xfc000003) == 0x48000002)
            {
                // bctr, ba: what is there is the hypervisor's, and returns by LR to the guest's caller.
                leaves = true;
                break;
            }
            else if (word == 0x4e800020) break; // blr
            else if ((word & 0xfc000003) == 0x48000000)
            {
                // b: its distance is signed, in bits 2 to 25.
                var distance = ((int)(word << 6) >> 6) / 4;
                if (distance > 0 && at + distance <= words.Length)
                {
                    at += distance;
                    continue;
                }

                break;
            }

            at++;
        }

        return new PowerInstructions(reached, leaves, systemCall, leaves ? null : refusal is 0 ? null : refusal);
    }

    /// <summary>Whether the top 6 bits are an opcode of 32-bit instructions, and sc has the form of sc.</summary>
    public static bool IsKnown(uint word) => (word >> 26) switch
    {
        0 or 1 or 5 or 6 or 9 or 22 => false,
        17 => IsSystemCall(word),
        _ => true,
    };

    /// <summary>Whether it is sc, of whatever level.</summary>
    public static bool IsSystemCall(uint word) => (word & ~0xfe0u) == 0x44000002;

    /// <summary>The level of an sc.</summary>
    public static uint Level(uint word) => (word >> 5) & 0x7f;

    /// <summary>The word with its bytes in the other order.</summary>
    public static uint Swap(uint word) => BinaryPrimitives.ReverseEndianness(word);
}
