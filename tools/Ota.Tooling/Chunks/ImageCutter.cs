namespace NanoOta.Tooling.Chunks
{
    /// <summary>Cuts a whole image with the device's own cutter and digest.</summary>
    public static class ImageCutter
    {
        /// <summary>The chunks of an image, in its order. <paramref name="progress"/> hears of 0 to 1.</summary>
        public static List<Chunk> Cut(byte[] image, ChunkMethod method, IProgress<double>? progress = null)
        {
            List<Chunk> chunks = [];
            ChunkCutter cutter = new(method);
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            int at = 0;
            while (at < image.Length)
            {
                int remaining = image.Length - at;
                Array.Copy(image, at, buffer, 0, Math.Min(remaining, buffer.Length));
                int length = cutter.Next(buffer, remaining);
                chunks.Add(new Chunk(at, length, ChunkDigest.Compute(buffer, length)));
                at += length;
                progress?.Report((double)at / image.Length);
            }

            return chunks;
        }

        /// <summary>The chunk table of an image.</summary>
        public static byte[] MakeTable(byte[] image, ChunkMethod method, IProgress<double>? progress = null) => ChunkTableWriter.Write(
            method,
            Cut(image, method, progress),
            method == ChunkMethod.Fixed ? (ushort)ChunkCutter.MaxLength : (ushort)ChunkCutter.MinLength,
            ChunkCutter.MaxLength);
    }
}
