using Cli.Commands;
using Cli.Hosting;

return CommandLine.Run(args, new Host());
