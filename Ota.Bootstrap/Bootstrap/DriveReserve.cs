namespace NanoOta
{
    /// <summary>Room on the drive that only the updater uses: a file without a meaning. A log that fills the drive leaves the room. Thread-safe as far as the storage is.</summary>
    /// <remarks>
    /// The inactive slot and the file together have the room of the largest image. So the next release fits, whatever the application writes. A
    /// record that finds no room takes a piece of the file. On flash, step by step:
    /// (1) The file is cut, then the slot or the record is written. A power cut between leaves room that anybody may take. The next start takes that room back.
    /// (2) The file grows, by a piece at a time. A cut leaves a shorter file, which the next start makes longer.
    /// The bytes of the file are never read, so no tear harms them.
    /// </remarks>
    internal static class DriveReserve
    {
        private const string Name = "room";

        // What is flushed at once, as with the images.
        private const int Piece = 16384;
        private const int Block = ChunkDigest.BufferLength;

        /// <summary>Makes the file that long, or as long as the drive lets. Whole blocks count.</summary>
        public static void Fill(IAppStorage storage, int bytes)
        {
            int length = LengthOf(storage);
            if (length + Block > bytes || storage.Open(Name, length) != OtaResult.Ok)
            {
                return;
            }

            byte[] block = new byte[Block];
            OtaResult result = OtaResult.Ok;
            while (length + Block <= bytes && result == OtaResult.Ok)
            {
                result = storage.Append(block, 0, Block);
                length += Block;
                if (result == OtaResult.Ok && length % Piece == 0)
                {
                    result = storage.Flush();
                }
            }

            storage.Close();
        }

        /// <summary>Gives room back.</summary>
        /// <param name="storage">The drive. No file is open.</param>
        /// <param name="bytes">How much is needed; at least a piece is given where there is one.</param>
        /// <returns>Whether there was anything to give.</returns>
        public static bool Release(IAppStorage storage, int bytes)
        {
            int length = LengthOf(storage);
            if (length == 0)
            {
                return false;
            }

            int rest = length - (bytes > Piece ? bytes : Piece);
            OtaResult result = storage.Open(Name, rest < 0 ? 0 : rest);
            storage.Close();
            return result == OtaResult.Ok;
        }

        private static int LengthOf(IAppStorage storage)
        {
            int length = storage.GetLength(Name);
            return length < 0 ? 0 : length;
        }
    }
}
