using System.Globalization;
using NanoOta.Tooling.Esp;

namespace NanoOta.Tooling.Release
{
    /// <summary>Says in words for whom a release is, and until when.</summary>
    public static class AudienceText
    {
        /// <summary>Such as "5 %, group beta, hardware revB, from 02:00 to 04:00 UTC, expires 2027-11-26".</summary>
        public static string Of(ManifestContent content)
        {
            List<string> words = [Share(content.Rollout)];
            Add(words, content.Requires.Hardware.Count != 0, $"hardware {string.Join(" or ", content.Requires.Hardware)}");
            Add(words, content.Requires.Chip != null, $"chip {EspChip.Name(content.Requires.Chip ?? 0)}");
            Add(words, content.Requires.Firmware != null, $"firmware {content.Requires.Firmware} or newer");
            Add(words, content.Requires.Bootstrap != null, $"Bootstrap {content.Requires.Bootstrap} or newer");
            Add(words, content.Requires.FromVersion != null, $"from version {content.Requires.FromVersion} on");
            Add(words, content.Install.NotBefore != null, $"not before {Time(content.Install.NotBefore ?? 0)}");
            if (content.Install.Window is { } window)
            {
                words.Add($"from {Minutes(window.Start)} to {Minutes(window.End)} UTC");
            }

            Add(words, content.Install.Critical, "critical");
            Add(words, content.Install.LongestDeferral != null, $"put off at most {Hours(content.Install.LongestDeferral ?? 0)}");
            Add(words, content.NotBelow != null, $"never below {content.NotBelow}");
            Add(words, content.Settings != null, $"sets {content.Settings?.Words}");
            words.Add($"expires {Date(content.Expires)}");
            return string.Join(", ", words);
        }

        /// <summary>A date of Unix seconds, UTC: yyyy-MM-dd.</summary>
        public static string Date(long seconds) => Format(seconds, "yyyy-MM-dd");

        /// <summary>A time of Unix seconds: yyyy-MM-dd HH:mm UTC.</summary>
        public static string Time(long seconds) => Format(seconds, "yyyy-MM-dd HH:mm 'UTC'");

        private static string Hours(int seconds) => seconds % 3600 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds} s");

        private static string Share(RolloutContent? rollout)
        {
            if (rollout == null || rollout.Percent == 100)
            {
                return "everyone";
            }

            string groups = string.Join(", ", rollout.Groups.Select(group => $"group {group}"));
            return rollout.Percent == 0
                ? (groups.Length == 0 ? "nobody new" : groups)
                : string.Create(CultureInfo.InvariantCulture, $"{rollout.Percent} %{(groups.Length == 0 ? string.Empty : ", ")}{groups}");
        }

        private static void Add(List<string> words, bool applies, string text)
        {
            if (applies)
            {
                words.Add(text);
            }
        }

        private static string Minutes(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:D2}:{minutes % 60:D2}");

        private static string Format(long seconds, string form) => seconds is < 0 or > 253402300799
            ? "never"
            : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(form, CultureInfo.InvariantCulture);
    }
}
