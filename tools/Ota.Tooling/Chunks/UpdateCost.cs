namespace NanoOta.Tooling.Chunks
{
    /// <summary>What an update from one image to another moves, in bytes and chunks.</summary>
    public sealed record UpdateCost(int ImageSize, int TableSize, int FetchedBytes, int ReusedBytes, int FetchedChunks, int ReusedChunks)
    {
        /// <summary>Bytes over the air, table included, as a part of the new image.</summary>
        public double Share => (double)(FetchedBytes + TableSize) / ImageSize;

        /// <summary>
        /// Goes through <paramref name="oldImage"/> as a device does: cut by the new table's method, looked up by digest.
        /// The manifest is not counted.
        /// </summary>
        public static UpdateCost Measure(byte[] oldImage, byte[] newTable, int newImageSize)
        {
            OtaResult result = ChunkTable.Open((byte[])newTable.Clone(), newImageSize, out ChunkTable table);
            if (result != OtaResult.Ok)
            {
                throw new ToolException(ExitCode.BadInput, $"The chunk table cannot be used: {ResultText.WithCode(result)}.");
            }

            foreach (Chunk chunk in ImageCutter.Cut(oldImage, table.Method))
            {
                table.NoteSource(chunk.Digest, chunk.Length, chunk.Offset);
            }

            int fetched = 0;
            int fetchedChunks = 0;
            for (int i = 0; i < table.Count; i++)
            {
                if (table.SourceOf(i) < 0)
                {
                    fetched += table.LengthOf(i);
                    fetchedChunks++;
                }
            }

            return new UpdateCost(newImageSize, newTable.Length, fetched, newImageSize - fetched, fetchedChunks, table.Count - fetchedChunks);
        }
    }
}
