namespace Cli.Tests.Validation;

/// <summary>A binding, the types it needs and a board with a fault for most of what it says, in a directory.</summary>
internal sealed class SmallBindings : IDisposable
{
    private readonly TempDirectory _directory = new();

    public SmallBindings()
    {
        _directory.Write("core/types.yaml", Types);
        _directory.Write("bindings/acme,uart.yaml", Uart);
        _directory.Write("bad.dts", Bad);
        _directory.Write("good.dts", Good);
    }

    public string this[string name] => _directory[name];

    public string Write(string name, string text) => _directory.Write(name, text);

    /// <summary>Runs <c>validate</c>; arguments that begin with % are files of the directory.</summary>
    public TestRun Validate(params string[] args)
    {
        var run = DropIn.Comparison.Ours(
            "validate", ["--core", _directory["core"], "--bindings", _directory["bindings"], "--no-cache", .. args.Select(Expand)]);
        return run with { Out = Shown(run.Out), Error = Shown(run.Error) };
    }

    /// <summary>An argument with the directory in place of %.</summary>
    public string Expand(string argument) => argument.StartsWith('%') ? _directory[argument[1..]] : argument;

    private string Shown(string text) => text.Replace(_directory.Path + "/", "%", StringComparison.Ordinal);

    public void Dispose() => _directory.Dispose();

    private const string Types =
        """
        $id: http://devicetree.org/schemas/types.yaml#
        $schema: http://devicetree.org/meta-schemas/base.yaml#
        title: Types
        select: false
        definitions:
          flag:
            type: boolean
          uint32:
            type: integer
            typeSize: 32
          uint32-array:
            type: array
            items:
              type: integer
          string:
            type: array
            items:
              type: string
            maxItems: 1
        """;

    private const string Uart =
        """
        $id: http://devicetree.org/schemas/acme,uart.yaml#
        $schema: http://devicetree.org/meta-schemas/core.yaml#
        title: Acme UART
        properties:
          $nodename:
            pattern: "^serial(@.*)?$"
          compatible:
            oneOf:
              - items:
                  - const: acme,uart-x
                  - const: acme,uart
              - const: acme,uart
          reg:
            maxItems: 1
          clock-frequency:
            $ref: /schemas/types.yaml#/definitions/uint32
            description: Rate of the input clock. Divided by 16 inside.
            minimum: 1000
            maximum: 50000000
          acme,mode:
            $ref: /schemas/types.yaml#/definitions/string
            enum: [ rs232, rs485 ]
          acme,old-mode:
            $ref: /schemas/types.yaml#/definitions/uint32
            deprecated: true
          acme,fifo:
            $ref: /schemas/types.yaml#/definitions/flag
          acme,levels:
            $ref: /schemas/types.yaml#/definitions/uint32-array
            minItems: 2
            maxItems: 3
        required:
          - compatible
          - reg
          - clock-frequency
        dependencies:
          acme,fifo: [ "acme,levels" ]
        additionalProperties: false
        """;

    private const string Good =
        """
        /dts-v1/;
        / {
        	serial {
        		compatible = "acme,uart";
        		reg = <0x1000 0x100>;
        		clock-frequency = <1000000>;
        	};
        };

        """;

    private const string Bad =
        """
        /dts-v1/;

        #define RATE(mhz) (mhz * 1000000)

        / {
        	#address-cells = <1>;
        	#size-cells = <1>;

        	uart0: serial@1000 {
        		compatible = "acme,uart-x", "acme,uart";
        		reg = <0x1000 0x100>;
        		clock-frequency = <RATE(60)>;
        		acme,mode = "rs484";
        		acme,old-mode = <1>;
        	};

        	serial@2000 {
        		compatible = "acme,uart-y", "acme,uart";
        		reg = <0x2000 0x100>;
        		clock-freqency = <1000000>;
        		acme,fifo;
        		child { };
        	};

        	uart@3000 {
        		compatible = "acme,uart";
        		reg = <0x3000 0x100>;
        		clock-frequency = <RATE(1)>;
        		acme,levels = <1 2
        			3 4>;
        		acme,fifo = "on";
        	};

        	other {
        		compatible = "acme,uarts";
        	};
        };

        &uart0 {
        	acme,levels = <1>;
        	/delete-property/ reg;
        };

        """;
}
