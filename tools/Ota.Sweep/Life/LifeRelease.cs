using System.Globalization;

namespace NanoOta.Sweep.Life
{
    /// <summary>One release of a story.</summary>
    /// <param name="Number">Its version is that number and 0. The factory's is 1.</param>
    /// <param name="PublishedAt">Virtual seconds since the story's beginning.</param>
    /// <param name="Illness">What is wrong with it.</param>
    /// <param name="Onset">Seconds from its first confirmation until its illness breaks out; -1: it is ill from the first start.</param>
    /// <param name="NotBelow">Its manifest lets no lower number run; 0 for any.</param>
    /// <param name="Signing">How often its manifest was signed anew, under a revision of its own each time.</param>
    public sealed record LifeRelease(int Number, long PublishedAt, Illness Illness = Illness.Good, long Onset = -1, int NotBelow = 0, int Signing = 0)
    {
        /// <summary>Revisions that a release may have, one for each signing.</summary>
        public const int Signings = 1000;

        /// <summary>The revision of its manifest.</summary>
        public long Revision => ((long)Number * Signings) + Signing;

        /// <summary>The version in its image and its manifest.</summary>
        public string Version => VersionOf(Number);

        /// <summary>The version of a number.</summary>
        public static string VersionOf(int number) => number.ToString(CultureInfo.InvariantCulture) + ".0";
    }
}
