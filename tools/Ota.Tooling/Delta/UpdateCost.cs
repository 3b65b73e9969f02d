using NanoOta.Tooling.Chunks;

namespace NanoOta.Tooling.Delta
{
    /// <summary>
    /// What an update from one image to another moves over the air, in bytes, the manifest not counted: with a delta file that has a section for the old
    /// image, and without one.
    /// </summary>
    public sealed record UpdateCost(int ImageSize, int WithDelta, int WithoutDelta)
    {
        /// <summary>Bytes with a delta file, as a part of the new image.</summary>
        public double Share => (double)WithDelta / ImageSize;

        /// <summary>Makes the section, decodes it with the device's own code, and counts.</summary>
        public static UpdateCost Measure(byte[] oldImage, byte[] newImage, ImageDigests digests, bool readsNew, IProgress<double>? progress = null, CancellationToken cancellation = default)
        {
            byte[] identity = ImageDigests.Of(oldImage).Identity;
            byte[] file = DeltaFileWriter.Write(digests, [(identity, SectionEncoder.Encode(oldImage, newImage, digests, readsNew, progress, cancellation))]);
            DeltaCheck.Run(file, oldImage, identity, newImage, digests);
            return new UpdateCost(newImage.Length, file.Length, Without(oldImage, newImage, digests));
        }

        /// <summary>Without a delta file: the head of the table, the digests of the groups that changed, and the chunks that did.</summary>
        public static int Without(byte[] oldImage, byte[] newImage, ImageDigests digests)
        {
            int bytes = digests.Head.Length;
            for (int group = 0; group < digests.GroupCount; group++)
            {
                int changed = 0;
                for (int chunk = group * ChunkTable.GroupChunks; chunk < Math.Min(digests.Count, (group + 1) * ChunkTable.GroupChunks); chunk++)
                {
                    int offset = chunk * ChunkDigest.BufferLength;
                    int length = Math.Min(ChunkDigest.BufferLength, newImage.Length - offset);
                    bool isSame = offset + length <= oldImage.Length && oldImage.AsSpan(offset, length).SequenceEqual(newImage.AsSpan(offset, length));
                    changed += isSame ? 0 : length;
                }

                bytes += changed == 0 ? 0 : changed + digests.Group(group).Length;
            }

            return bytes;
        }
    }
}
