using System.Buffers.Binary;
using System.Text.Json.Nodes;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows a delta file: its sections, and which groups and chunks they change.</summary>
    internal static class DeltaInspection
    {
        private const int MaxImage = 64 * 1024 * 1024;

        public static bool IsDelta(byte[] data) => data.AsSpan().StartsWith(DeltaFileWriter.Magic);

        public static JsonObject Inspect(byte[] data, string name)
        {
            int sections = data.Length < DeltaDirectory.HeaderLength ? 0 : data[10];
            int imageSize = sections == 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(12));
            int entries = DeltaDirectory.EntriesAt(Math.Clamp(imageSize, 1, MaxImage));
            if (sections is 0 or > DeltaDirectory.MaxSections || imageSize is < 1 or > MaxImage
                || data.Length < entries + (DeltaDirectory.EntryLength * sections))
            {
                throw Unsound(name, "its directory is damaged");
            }

            JsonArray rows = [];
            for (int i = 0; i < sections; i++)
            {
                rows.Add(Section(data, data.AsSpan(entries + (DeltaDirectory.EntryLength * i), DeltaDirectory.EntryLength), imageSize, name));
            }

            return new JsonObject { ["kind"] = "delta file", ["size"] = data.Length, ["imageSize"] = imageSize, ["sections"] = rows };
        }

        private static JsonObject Section(byte[] data, ReadOnlySpan<byte> entry, int imageSize, string name)
        {
            int offset = BinaryPrimitives.ReadInt32LittleEndian(entry[12..]);
            int size = BinaryPrimitives.ReadInt32LittleEndian(entry[16..]);
            int groups = ChunkTable.HeadLength(imageSize) / ChunkDigest.Length;
            int head = DeltaSection.FixedLength + DeltaSection.BitsLength(groups);
            if (offset < DeltaDirectory.HeaderLength || size < head || offset > data.Length - size)
            {
                throw Unsound(name, "a section lies outside the file");
            }

            ReadOnlySpan<byte> section = data.AsSpan(offset, size);
            int changed = 0;
            int payloads = 0;
            int payloadBytes = 0;
            for (int group = 0; group < groups; group++)
            {
                if ((section[DeltaSection.FixedLength + (group >> 3)] & (1 << (group & 7))) == 0)
                {
                    continue;
                }

                int at = head + (changed++ * DeltaSection.OffsetLength);
                int start = at + DeltaSection.OffsetLength > size ? -1 : BinaryPrimitives.ReadInt32LittleEndian(section[at..]);
                int chunks = Math.Min(ChunkTable.GroupChunks, ChunkTable.ChunksOf(imageSize) - (group * ChunkTable.GroupChunks));
                if (start < 0 || start > size - (chunks * (ChunkDigest.Length + DeltaSection.LengthLength)))
                {
                    throw Unsound(name, "a group lies outside its section");
                }

                for (int i = 0; i < chunks; i++)
                {
                    int length = BinaryPrimitives.ReadUInt16LittleEndian(section[(start + (chunks * ChunkDigest.Length) + (i * DeltaSection.LengthLength))..]);
                    payloads += length == 0 ? 0 : 1;
                    payloadBytes += length;
                }
            }

            int oldSize = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
            return new JsonObject
            {
                ["from"] = oldSize == 0 ? "no old image" : Convert.ToHexStringLower(entry[..DeltaDirectory.IdentityLength]),
                ["oldSize"] = oldSize,
                ["offset"] = offset,
                ["size"] = size,
                ["readsNew"] = (entry[22] & DeltaDirectory.ReadsNewFlag) != 0,
                ["groups"] = changed,
                ["payloads"] = payloads,
                ["payloadBytes"] = payloadBytes,
                ["longest"] = BinaryPrimitives.ReadUInt16LittleEndian(entry[20..]),
            };
        }

        private static ToolException Unsound(string name, string what) =>
            new(ExitCode.BadInput, $"{name} is not a sound delta file: {what}. Run 'nanoota publish' again.");
    }
}
