using System.CommandLine;
using System.Globalization;

namespace NanoOta.Cli
{
    /// <summary>Options that mean the same with every verb.</summary>
    internal static class CommonOptions
    {
        /// <summary>The name of the option that makes all output JSON, errors too.</summary>
        public const string JsonName = "--json";

        /// <summary>One JSON object in place of words.</summary>
        public static Option<bool> Json() => new(JsonName) { Description = "Print one JSON object; of an error, too." };

        /// <summary>How long a manifest is valid.</summary>
        public static Option<int> ExpiresDays()
        {
            Option<int> option = new("--expires-days") { Description = "Days until devices refuse the manifest, unless published again.", DefaultValueFactory = _ => 365 };
            Within(option, 1, 36500);
            return option;
        }

        /// <summary>Refuses a number outside a range.</summary>
        public static void Within<T>(Option<T> option, int least, int most) => option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int value) && (value < least || value > most))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes {least} to {most}."));
            }
        });
    }
}
