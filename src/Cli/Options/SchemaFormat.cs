namespace Cli.Options;

/// <summary>How the commands about bindings print results.</summary>
internal enum SchemaFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>As dt-schema's tool prints it.</summary>
    Reference,
}
