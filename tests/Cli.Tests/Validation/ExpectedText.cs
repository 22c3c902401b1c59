namespace Cli.Tests.Validation;

/// <summary>Output that was read and approved.</summary>
internal static class ExpectedText
{
    /// <summary>What is found in the board of <see cref="SmallBindings"/>.</summary>
    public const string Bad =
        """
        %bad.dts:31:3: error[BND0004]: /uart@3000: 'acme,fifo' is a flag, which takes no value
           31 |                 acme,fifo = "on";
              |                 ^~~~~~~~~~~~~~~~~
          allowed: a flag without a value
          binding: %core/types.yaml:7:5
        %bad.dts:40:2: error[BND0008]: /serial@1000: 'acme,levels' has 1 cell, at least 2 must be there
           40 |         acme,levels = <1>;
              |         ^~~~~~~~~~~~~~~~~~
          found: <1>
          allowed: at least 2
          binding: %bindings/acme,uart.yaml:30:5
        %bad.dts:13:15: error[BND0005]: /serial@1000: 'acme,mode': "rs484" is not among the allowed values
           13 |                 acme,mode = "rs484";
              |                             ^~~~~~~
          allowed: "rs232", "rs485"
          binding: %bindings/acme,uart.yaml:22:5
          help: did you mean "rs485"?
        %bad.dts:12:22: error[BND0006]: /serial@1000: 'clock-frequency': <60000000> is more than the most, <50000000>
           12 |                 clock-frequency = <RATE(60)>;
              |                                    ^~~~
          note: in expansion of macro 'RATE' (defined at %bad.dts:3:9)
          allowed: at most <50000000>
          binding: %bindings/acme,uart.yaml:19:5
        %bad.dts:9:9: error[BND0001]: /serial@1000: 'reg' is required, but missing
            9 |         uart0: serial@1000 {
              |                ^~~~~~~~~~~
        %bad.dts:11:3: note: 'reg' was given here, and deleted later
           11 |                 reg = <0x1000 0x100>;
              |                 ^~~
        %bad.dts:39:8: note: the node is extended here, last of all
           39 | &uart0 {
              |        ^
          binding: %bindings/acme,uart.yaml:34:5
        %bad.dts:14:3: warning[BND0021]: /serial@1000: 'acme,old-mode' is deprecated
           14 |                 acme,old-mode = <1>;
              |                 ^~~~~~~~~~~~~~~~~~~~
          found: <1>
          binding: %bindings/acme,uart.yaml:25:5
        %bad.dts:22:3: error[BND0003]: /serial@2000: the binding does not allow the node 'child' here
           22 |                 child { };
              |                 ^~~~~
          binding: %bindings/acme,uart.yaml:38:1
        %bad.dts:20:3: error[BND0002]: /serial@2000: the binding does not allow the property 'clock-freqency' here
           20 |                 clock-freqency = <1000000>;
              |                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~
          binding: %bindings/acme,uart.yaml:38:1
          help: did you mean 'clock-frequency'?
        %bad.dts:21:3: error[BND0012]: /serial@2000: 'acme,fifo' needs 'acme,levels', which is missing
           21 |                 acme,fifo;
              |                 ^~~~~~~~~~
          binding: %bindings/acme,uart.yaml:37:3
        %bad.dts:18:16: error[BND0013]: /serial@2000: none of 2 alternatives fits; nearest: 'compatible' (entry 1): "acme,uart-y" is not "acme,uart-x"
           18 |                 compatible = "acme,uart-y", "acme,uart";
              |                              ^~~~~~~~~~~~~
          allowed: "acme,uart-x"
          binding: %bindings/acme,uart.yaml:10:13
          help: did you mean "acme,uart-x"?
        %bad.dts:17:2: error[BND0001]: /serial@2000: 'clock-frequency' is required, but missing
           17 |         serial@2000 {
              |         ^~~~~~~~~~~
          binding: %bindings/acme,uart.yaml:35:5
          help: is 'clock-freqency' meant to be 'clock-frequency'?
        %bad.dts:18:16: warning[BND0020]: /serial@2000: no binding documents the compatible "acme,uart-y"
           18 |                 compatible = "acme,uart-y", "acme,uart";
              |                              ^~~~~~~~~~~~~
          help: did you mean 'acme,uart-x'?
        %bad.dts:25:2: error[BND0022]: /uart@3000: the node's name: "uart@3000" does not have the form asked for
           25 |         uart@3000 {
              |         ^~~~~~~~~
          allowed: /^serial(@.*)?$/
          binding: %bindings/acme,uart.yaml:6:5
        %bad.dts:30:6: error[BND0009]: /uart@3000: 'acme,levels' has 4 cells, at most 3 may be there
           30 |                         3 4>;
              |                           ^
          found: <1 2 3 4>
          allowed: at most 3
          binding: %bindings/acme,uart.yaml:31:5
        %bad.dts:35:16: warning[BND0020]: /other: no binding documents the compatible "acme,uarts"
           35 |                 compatible = "acme,uarts";
              |                              ^~~~~~~~~~~~
          help: did you mean 'acme,uart'?

        """;
}
