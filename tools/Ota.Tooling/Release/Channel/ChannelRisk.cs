namespace NanoOta.Tooling.Release
{
    /// <summary>What a publisher rarely means. Each is refused until <c>--allow</c> names it.</summary>
    public enum ChannelRisk
    {
        /// <summary>Another key than the last one signs.</summary>
        AnotherKey,

        /// <summary>The version is below the last one's.</summary>
        OlderVersion,

        /// <summary>The images are those of another version.</summary>
        SameBytes,

        /// <summary>The release is for other devices than the last one, though nobody asked for that.</summary>
        OtherAudience,

        /// <summary>The revision jumps.</summary>
        RevisionJump,

        /// <summary>The clock of this machine is not the world's, or was not at the last publishing.</summary>
        WrongClock,

        /// <summary>What is published was not signed by the operator's keys.</summary>
        ForeignManifest,
    }

    /// <summary>The words of <see cref="ChannelRisk"/> on the command line: the one table that parser, help and messages are made from.</summary>
    public static class ChannelRisks
    {
        /// <summary>Each risk with its word and meaning.</summary>
        public static IReadOnlyList<(ChannelRisk Risk, string Word, string Meaning)> All { get; } =
        [
            (ChannelRisk.AnotherKey, "another-key", "another key than the last one signs"),
            (ChannelRisk.OlderVersion, "older-version", "the version is below the last one"),
            (ChannelRisk.SameBytes, "same-bytes", "another version has the same images"),
            (ChannelRisk.OtherAudience, "other-audience", "the release is for other devices than the last one"),
            (ChannelRisk.RevisionJump, "revision-jump", "the revision rises by more than 1000"),
            (ChannelRisk.WrongClock, "wrong-clock", "the clock is behind the last release, or a day off the server's"),
            (ChannelRisk.ForeignManifest, "foreign-manifest", "what is published was not signed by your keys"),
        ];

        /// <summary>The word for a risk.</summary>
        public static string WordOf(ChannelRisk risk) => All.First(each => each.Risk == risk).Word;

        /// <summary>The risk of a word; null when there is none.</summary>
        public static ChannelRisk? Parse(string word) => All.Where(each => each.Word == word).Select(each => (ChannelRisk?)each.Risk).FirstOrDefault();
    }
}
