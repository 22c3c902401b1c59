using Cli.Commands;
using Cli.DropIn;
using Cli.Hosting;

// Called through a link named dtc, fdtget and so on, the binary is that tool.
var name = Path.GetFileName(Environment.GetCommandLineArgs()[0]);
return CommandLine.Run(DropInTools.Find(name) is null ? args : [name, .. args], new Host());
