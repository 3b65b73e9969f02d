using System.Buffers.Binary;
using NanoOta.Tooling.Chunks;

namespace NanoOta.Tooling.Delta
{
    /// <summary>Writes delta files: the head of the new image's table, a directory, then the sections. docs/FORMAT.md has the layout.</summary>
    public static class DeltaFileWriter
    {
        /// <summary>The first bytes of every delta file.</summary>
        public static ReadOnlySpan<byte> Magic => "NOTADLT1"u8;

        /// <summary>
        /// A delta file. A device takes the first section that fits it: the sections of the newest releases come first, those without an old
        /// image last. The identity is that of the section's old image; it is not used where there is none.
        /// </summary>
        public static byte[] Write(ImageDigests digests, IReadOnlyList<(byte[] Identity, DeltaSectionContent Section)> sections)
        {
            if (sections.Count is 0 or > DeltaDirectory.MaxSections)
            {
                throw new ArgumentException($"A delta file has 1 to {DeltaDirectory.MaxSections} sections, not {sections.Count}.", nameof(sections));
            }

            int entries = DeltaDirectory.EntriesAt(digests.ImageLength);
            int offset = entries + (DeltaDirectory.EntryLength * sections.Count);
            byte[] file = new byte[offset + sections.Sum(each => each.Section.Bytes.Length)];
            Magic.CopyTo(file);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), DeltaDirectory.EntryLength);
            file[10] = (byte)sections.Count;
            file[11] = DeltaDirectory.Version;
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), digests.ImageLength);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), ChunkTable.ChunksOf(digests.ImageLength));
            digests.Head.CopyTo(file.AsSpan(DeltaDirectory.HeaderLength));
            for (int i = 0; i < sections.Count; i++)
            {
                DeltaSectionContent section = sections[i].Section;
                Span<byte> entry = file.AsSpan(entries + (DeltaDirectory.EntryLength * i), DeltaDirectory.EntryLength);
                if (section.OldLength != 0)
                {
                    sections[i].Identity.AsSpan(0, DeltaDirectory.IdentityLength).CopyTo(entry);
                }

                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], section.OldLength);
                BinaryPrimitives.WriteInt32LittleEndian(entry[12..], offset);
                BinaryPrimitives.WriteInt32LittleEndian(entry[16..], section.Bytes.Length);
                BinaryPrimitives.WriteUInt16LittleEndian(entry[20..], (ushort)section.LongestPayload);
                entry[22] = section.ReadsNew ? (byte)DeltaDirectory.ReadsNewFlag : (byte)0;
                section.Bytes.CopyTo(file, offset);
                offset += section.Bytes.Length;
            }

            return file;
        }
    }
}
