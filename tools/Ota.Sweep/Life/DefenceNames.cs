namespace NanoOta.Sweep.Life
{
    /// <summary>The defences' names on a command line: words joined by hyphens.</summary>
    public static class DefenceNames
    {
        /// <summary>All names.</summary>
        public static IEnumerable<string> All => Enum.GetValues<Defence>().Select(Of);

        /// <summary>The name of a defence.</summary>
        public static string Of(Defence defence) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(defence.ToString());

        /// <summary>The defence of a name.</summary>
        /// <exception cref="FormatException">There is none.</exception>
        public static Defence Parse(string name)
        {
            foreach (Defence defence in Enum.GetValues<Defence>())
            {
                if (Of(defence) == name)
                {
                    return defence;
                }
            }

            throw new FormatException($"'{name}' is no defence. There are: {string.Join(' ', All)}.");
        }
    }
}
