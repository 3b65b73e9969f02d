namespace NanoOta.Workbench
{
    /// <summary>The kinds of board that an application can be for.</summary>
    public enum BoardKind
    {
        /// <summary>Stock firmware: the resident program is deployed, and the application lies on the drive.</summary>
        Stock = 0,

        /// <summary>Two OTA partitions, and the application inside the firmware's image.</summary>
        OtaSlots = 1,

        /// <summary>In-Field Update: MCUboot, and the application in one of its images.</summary>
        InFieldUpdate = 2,
    }

    /// <summary>The words of a command line for <see cref="BoardKind"/>.</summary>
    public static class BoardKinds
    {
        /// <summary>All words, in the enum's order.</summary>
        public static readonly IReadOnlyList<string> Words = ["stock", "ota", "ifu"];

        /// <summary>The kind of a word of <see cref="Words"/>.</summary>
        public static BoardKind Parse(string word) => (BoardKind)Words.ToList().IndexOf(word);

        /// <summary>The word of a kind.</summary>
        public static string WordOf(BoardKind kind) => Words[(int)kind];
    }
}
