namespace Hypervisor.Trees; /// <summary>x</summary>
public sealed class BootTree { }
