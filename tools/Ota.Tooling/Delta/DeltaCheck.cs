using NanoOta.Tooling.Chunks;

namespace NanoOta.Tooling.Delta
{
    /// <summary>Decodes a delta file with the device's own code.</summary>
    public sealed class DeltaCheck : IDeltaFile, ISlotImages
    {
        private readonly byte[] _file;
        private readonly byte[] _old;
        private readonly byte[] _made;

        private DeltaCheck(byte[] file, byte[] oldImage, int newLength)
        {
            _file = file;
            _old = oldImage;
            _made = new byte[newLength];
        }

        /// <summary>Bytes of the file that were asked for.</summary>
        public int BytesRead { get; private set; }

        /// <summary>
        /// Makes the new image out of the old one and the file, as a device does, in order; chunks that the section leaves out come from the
        /// old image. <paramref name="afterChunk"/> hears of each chunk.
        /// </summary>
        /// <exception cref="ToolException">A chunk is not the new image's.</exception>
        public static DeltaCheck Run(byte[] file, byte[] oldImage, byte[] identity, byte[] newImage, ImageDigests digests, bool canReadNew = true, Action<int>? afterChunk = null)
        {
            DeltaCheck check = new(file, oldImage, newImage.Length);
            byte[] head = new byte[digests.Head.Length];
            ChunkTable table = new(head, newImage.Length);
            byte[] chunk = new byte[ChunkDigest.BufferLength];
            DeltaSection section = new(check, check, chunk);
            DeltaDirectory directory = new();
            Must(directory.ReadHead(section, table), 0);
            Must(head.AsSpan().SequenceEqual(digests.Head) ? OtaResult.Ok : OtaResult.TableDigestMismatch, 0);
            Must(directory.Choose(section, table, identity, oldImage.Length, canReadNew), 0);
            Must(section.Open(directory, table), 0);
            for (int group = 0; group < table.GroupCount; group++)
            {
                bool changes = section.Changes(group);
                if (changes)
                {
                    Must(section.BeginGroup(group), group * ChunkTable.GroupChunks);
                }

                for (int i = group * ChunkTable.GroupChunks; i < (group * ChunkTable.GroupChunks) + table.ChunksIn(group); i++)
                {
                    int offset = i * ChunkDigest.BufferLength;
                    if (changes && section.Has(i))
                    {
                        Must(section.Decode(i), i);
                    }
                    else
                    {
                        Must(offset + table.LengthOf(i) <= oldImage.Length ? OtaResult.Ok : OtaResult.DeltaMalformed, i);
                        Array.Copy(oldImage, offset, chunk, 0, table.LengthOf(i));
                    }

                    Array.Copy(chunk, 0, check._made, offset, table.LengthOf(i));
                    afterChunk?.Invoke(i);
                }
            }

            int differs = check._made.AsSpan().CommonPrefixLength(newImage);
            Must(differs == newImage.Length ? OtaResult.Ok : OtaResult.ChunkDigestMismatch, differs / ChunkDigest.BufferLength);
            return check;
        }

        /// <inheritdoc/>
        public int Read(int offset, int end, byte[] buffer, int index, int count)
        {
            int read = Math.Min(count, Math.Min(end, _file.Length) - offset);
            if (read < 1)
            {
                return -(int)OtaResult.DeltaMalformed;
            }

            Array.Copy(_file, offset, buffer, index, read);
            BytesRead += read;
            return read;
        }

        /// <inheritdoc/>
        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count)
        {
            Array.Copy(_old, offset, buffer, index, count);
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
        {
            Array.Copy(_made, offset, buffer, index, count);
            return OtaResult.Ok;
        }

        private static void Must(OtaResult result, int chunk)
        {
            if (result != OtaResult.Ok)
            {
                throw new ToolException(ExitCode.BadInput, $"The delta file does not give chunk {chunk}: {ResultText.WithCode(result)}. This is a fault of nanoota.");
            }
        }
    }
}
