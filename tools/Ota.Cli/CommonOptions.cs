using System.CommandLine;

namespace NanoOta.Cli
{
    /// <summary>Options that mean the same with every verb.</summary>
    internal static class CommonOptions
    {
        /// <summary>The name of the option that makes all output JSON, errors too.</summary>
        public const string JsonName = "--json";

        /// <summary>One JSON object in place of words.</summary>
        public static Option<bool> Json() => new(JsonName) { Description = "Print one JSON object; of an error, too." };
    }
}
