namespace Dtc.Tree;

public static partial class Rules
{
    /// <summary>The file of an ABI cannot be read as YAML.</summary>
    public static Rule HcallAbiSyntax { get; } = new(
        "HCL0001", "hcall-abi-syntax", Severity.Error, "the file of a hypercall ABI is not YAML",
        "The text breaks the grammar of YAML 1.2, or has a key twice in one mapping. The place is where reading ended; the "
        + "cause may be a line above it.");

    /// <summary>The file of an ABI does not have its form.</summary>
    public static Rule HcallAbiForm { get; } = new(
        "HCL0002", "hcall-abi-form", Severity.Error, "the file of a hypercall ABI does not have the form it must have",
        "What an ABI may say is in bindings/hcall/hcall.schema.json, a JSON Schema that editors understand too. The hint "
        + "says what belongs at the place.");

    /// <summary>The file of an ABI contradicts itself.</summary>
    public static Rule HcallAbiContents { get; } = new(
        "HCL0003", "hcall-abi-contents", Severity.Error, "the file of a hypercall ABI contradicts itself",
        "Two calls have one number or one name, a range ends before it begins, fields overlap, a register carries two "
        + "things, a call takes more arguments than there are registers, or the ABI to extend does not exist.");

    /// <summary>hcall-instructions has a length that Linux refuses.</summary>
    public static Rule HcallInstructionsLength { get; } = new(
        "HCL0011", "hcall-instructions-length", Severity.Error, "hcall-instructions is not one to four cells",
        "ePAPR 1.1, 7.5 has one to four instructions of 32 bits. Linux (epapr_paravirt.c) ends its scan without a message "
        + "when the length is no multiple of 4 or above 16 bytes: the guest runs without paravirtualisation, and without "
        + "saying so. An empty value leaves it with the instructions it was built with, which fail every call.");

    /// <summary>No instruction of hcall-instructions leads to the hypervisor.</summary>
    public static Rule HcallInstructionsTrap { get; } = new(
        "HCL0012", "hcall-instructions-trap", Severity.Error, "hcall-instructions do not lead to the hypervisor",
        "The instructions are copied to where the guest branches to for each call. One of them has to be sc with level 1 "
        + "(0x44000022), sc with r0 holding KVM's number 0x4b564d21, or a branch to where the hypervisor put its code. "
        + "Without any, each call returns whatever r3 held; a plain sc ends in the guest's own system call handler. A "
        + "hypervisor that has no calls says li r3,12 (EV_UNIMPLEMENTED) instead.");

    /// <summary>A word of hcall-instructions is zero.</summary>
    public static Rule HcallInstructionsZero { get; } = new(
        "HCL0013", "hcall-instructions-zero", Severity.Error, "a word of hcall-instructions is zero",
        "Zero is no instruction of Power. The guest copies all words, and those behind the call are executed when it "
        + "returns: an illegal instruction. Fill up with nop (0x60000000), or give fewer cells.");

    /// <summary>A word of hcall-instructions is no instruction that is known.</summary>
    public static Rule HcallInstructionsOpcode { get; } = new(
        "HCL0014", "hcall-instructions-opcode", Severity.Warning, "a word of hcall-instructions is no instruction that is known",
        "The primary opcode (the top 6 bits) is none of 32-bit instructions of Power, or the instruction needs bits that "
        + "are not set. Cells are big endian; instructions of a little-endian processor stand in them like numbers.");

    /// <summary>The property's name as Linux' documentation misspells it.</summary>
    public static Rule HcallInstructionsName { get; } = new(
        "HCL0015", "hcall-instructions-name", Severity.Error, "hypercall-instructions is not the name of the property",
        "Linux' documentation (virt/kvm/ppc-pv.rst) says hypercall-instructions, but its code, QEMU and ePAPR 1.1, 7.5 say "
        + "hcall-instructions. Nobody reads the other name, so that the guest runs without paravirtualisation.");

    /// <summary>Several nodes have hcall-instructions.</summary>
    public static Rule HcallInstructionsTwice { get; } = new(
        "HCL0016", "hcall-instructions-twice", Severity.Warning, "several nodes have hcall-instructions",
        "Linux takes those of the first node in the order of the tree, whatever its name and compatible. The others are "
        + "not looked at.");

    /// <summary>The instructions refuse all calls.</summary>
    public static Rule HcallInstructionsFallback { get; } = new(
        "HCL0017", "hcall-instructions-fallback", Severity.Note, "hcall-instructions refuse every call",
        "The instructions set r3 to an error and return. A hypervisor without calls says so, or QEMU for a host that offers "
        + "none: the guest boots, and each call fails.");

    /// <summary>A hypervisor node lacks hcall-instructions.</summary>
    public static Rule HcallInstructionsMissing { get; } = new(
        "HCL0018", "hcall-instructions-missing", Severity.Error, "a hypervisor node of ePAPR has no hcall-instructions",
        "ePAPR 1.1, 7.5 requires them. The guest keeps the instructions it was built with, and each call fails. KVM's node "
        + "(linux,kvm) may do without: QEMU writes them for Power only, and on pseries not always.");

    /// <summary>PSCI's method is missing or wrong.</summary>
    public static Rule PsciMethod { get; } = new(
        "HCL0021", "psci-method", Severity.Error, "PSCI's method is neither hvc nor smc",
        "Without one of them Linux does not use PSCI (\"missing \\\"method\\\" property\", \"invalid \\\"method\\\" property\"): "
        + "other CPUs stay off, and what asks for SMCCC calls finds no conduit.");

    /// <summary>PSCI 0.1 without its ids.</summary>
    public static Rule PsciIdsMissing { get; } = new(
        "HCL0022", "psci-ids-missing", Severity.Error, "PSCI 0.1 without the ids of its calls",
        "Version 0.1 has no ids of its own: cpu_on and cpu_off give them. Without cpu_on no other CPU can be started.");

    /// <summary>PSCI ids that nobody reads.</summary>
    public static Rule PsciIdsIgnored { get; } = new(
        "HCL0023", "psci-ids-ignored", Severity.Warning, "ids of PSCI calls that nobody reads",
        "From version 0.2 on the ids are fixed, and the properties are not read. They are for systems that know version 0.1 "
        + "only, which need \"arm,psci\" among the compatibles.");

    /// <summary>PSCI ids that cannot be.</summary>
    public static Rule PsciIdsWrong { get; } = new(
        "HCL0024", "psci-ids-wrong", Severity.Error, "ids of PSCI calls are malformed or equal",
        "An id is one cell, and each call has its own. With two equal ids starting a CPU and stopping one are the same.");

    /// <summary>A PSCI id stands for another call in later versions.</summary>
    public static Rule PsciIdsContradict { get; } = new(
        "HCL0025", "psci-ids-contradict", Severity.Warning, "the id of a PSCI call is another call's in version 0.2",
        "The node is for version 0.2 and for 0.1. What it answers to this id by version 0.2 is not the call that the "
        + "property names, so that systems of version 0.1 call something else.");

    /// <summary>The method of a firmware node is missing or wrong.</summary>
    public static Rule SmcccMethod { get; } = new(
        "HCL0031", "smccc-method", Severity.Error, "the method of a firmware node is neither hvc nor smc",
        "The driver does not know how to call and gives up.");

    /// <summary>arm,smc-id cannot be.</summary>
    public static Rule SmcccId { get; } = new(
        "HCL0032", "smccc-id", Severity.Error, "arm,smc-id is no function id of SMCCC",
        "The id is one cell. Bits 23 to 17 of a fast call are zero, and some ranges are reserved; firmware and hypervisors "
        + "answer such an id with \"not supported\".");

    /// <summary>arm,smc-id belongs to another service.</summary>
    public static Rule SmcccIdOwner { get; } = new(
        "HCL0033", "smccc-id-owner", Severity.Warning, "arm,smc-id is a call of another service",
        "The id of an SCMI doorbell is given out by the silicon provider, the OEM or the vendor of the hypervisor. This one "
        + "lies in a range of Arm's, where it means something else.");

    /// <summary>SMCCC calls without a conduit.</summary>
    public static Rule SmcccConduit { get; } = new(
        "HCL0034", "smccc-conduit", Severity.Error, "a node wants SMCCC calls, and the tree has no conduit for them",
        "Linux takes HVC or SMC from the node of PSCI, and needs version 0.2 or later there to learn of SMCCC 1.1. Without "
        + "it each call returns \"not supported\" before it is made.");

    /// <summary>Which ABI a node means.</summary>
    public static Rule HcallAbiInUse { get; } = new(
        "HCL0041", "hcall-abi-in-use", Severity.Note, "the ABI that a node stands for",
        "Tells by which ABI a guest that finds this node calls what runs below it.");

    private static Rule[] HcallRules =>
    [
        HcallAbiSyntax, HcallAbiForm, HcallAbiContents, HcallInstructionsLength, HcallInstructionsTrap, HcallInstructionsZero,
        HcallInstructionsOpcode, HcallInstructionsName, HcallInstructionsTwice, HcallInstructionsFallback, HcallInstructionsMissing,
        PsciMethod, PsciIdsMissing, PsciIdsIgnored, PsciIdsWrong, PsciIdsContradict, SmcccMethod, SmcccId, SmcccIdOwner,
        SmcccConduit, HcallAbiInUse,
    ];
}
