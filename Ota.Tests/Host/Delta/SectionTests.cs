using System.Buffers.Binary;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tests.Delta
{
    /// <summary>What the device's reader of sections takes and refuses, over files that the encoder made.</summary>
    [TestClass]
    public sealed class SectionTests
    {
        // 70 chunks in three groups, of which the second one is unchanged.
        private const int ImageLength = (69 * ChunkDigest.BufferLength) + 100;
        private const int EntryAt = DeltaDirectory.HeaderLength + (3 * ChunkDigest.Length);
        private const int SectionAt = EntryAt + DeltaDirectory.EntryLength;
        private const int OffsetsAt = SectionAt + DeltaSection.FixedLength + 4;

        private static readonly byte[] _old = Noise();
        private static readonly byte[] _new = Changed();
        private static readonly ImageDigests _digests = ImageDigests.Of(_new);
        private static readonly byte[] _file = DeltaFileWriter.Write(
            _digests, [(ImageDigests.Of(_old).Identity, SectionEncoder.Encode(_old, _new, _digests, readsNew: true))]);

        private readonly byte[] _chunk = new byte[ChunkDigest.BufferLength];
        private readonly ChunkTable _table = new(_digests.Head.ToArray(), ImageLength);

        [TestMethod]
        public void A_section_says_which_groups_it_changes()
        {
            DeltaSection section = Open(_file);
            Assert.IsTrue(section.Changes(0), "group 0");
            Assert.IsFalse(section.Changes(1), "group 1");
            Assert.IsTrue(section.Changes(2), "group 2");
        }

        [TestMethod]
        public void A_group_has_payloads_for_the_chunks_that_changed()
        {
            DeltaSection section = Open(_file);
            Must(OtaResult.Ok, section.BeginGroup(2), "group 2");
            Assert.IsTrue(section.Has(69), "chunk 69 changed");
            Assert.IsFalse(section.Has(64), "chunk 64 did not");
            Must(OtaResult.Ok, section.Decode(69), "chunk 69");
            CollectionAssert.AreEqual(_new[(69 * 4096)..], _chunk[..100]);
            Must(OtaResult.DeltaMalformed, section.Decode(64), "chunk 64 has no payload");

            Must(OtaResult.Ok, section.BeginGroup(0), "back to group 0");
            Must(OtaResult.Ok, section.Decode(3), "chunk 3");
            CollectionAssert.AreEqual(_new[(3 * 4096)..(4 * 4096)], _chunk);
            Must(OtaResult.Ok, section.Decode(1), "back to chunk 1");
            CollectionAssert.AreEqual(_new[4096..(2 * 4096)], _chunk);
        }

        [TestMethod]
        public void A_digest_that_is_not_the_signed_one_is_refused()
        {
            byte[] file = Copy();
            file[SectionAt + GroupOffset(0) + 40] ^= 1;
            DeltaSection section = Open(file);
            Must(OtaResult.TableDigestMismatch, section.BeginGroup(0), "group 0");
            Must(OtaResult.Ok, section.BeginGroup(2), "group 2");
        }

        [TestMethod]
        public void A_payload_that_gives_another_chunk_is_refused()
        {
            byte[] file = Copy();
            file[^1] ^= 1;
            DeltaSection section = Open(file);
            Must(OtaResult.Ok, section.BeginGroup(2), "group 2");
            OtaResult result = section.Decode(69);
            Assert.IsTrue(result is OtaResult.ChunkDigestMismatch or OtaResult.DeltaMalformed, $"{result}");
        }

        [TestMethod]
        [DataRow(0, "inside the section's head")]
        [DataRow(0x7FFFFFFF, "behind the section")]
        [DataRow(unchecked((int)0x80000000), "before the section")]
        public void A_group_lies_inside_its_section(int offset, string where)
        {
            byte[] file = Copy();
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(OffsetsAt), offset);
            Must(OtaResult.DeltaMalformed, Open(file).BeginGroup(0), where);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(OffsetsAt), file.Length - SectionAt - 10);
            Must(OtaResult.DeltaMalformed, Open(file).BeginGroup(0), "ten bytes before the section's end");
        }

        [TestMethod]
        public void Payloads_lie_inside_their_section()
        {
            byte[] file = Copy();
            int lengths = SectionAt + GroupOffset(1) + (6 * ChunkDigest.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(lengths + (5 * 2)), 4000);
            DeltaSection section = Open(file);
            Must(OtaResult.Ok, section.BeginGroup(2), "group 2");
            Must(OtaResult.DeltaMalformed, section.Decode(69), "a payload beyond the section");
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(lengths), 0xFFFF);
            section = Open(file);
            Must(OtaResult.Ok, section.BeginGroup(2), "group 2");
            Must(OtaResult.DeltaMalformed, section.Decode(64), "a payload longer than any");
            Must(OtaResult.DeltaMalformed, section.Decode(69), "a payload behind it");
        }

        [TestMethod]
        public void A_section_of_another_version_is_refused()
        {
            byte[] file = Copy();
            file[SectionAt] = 2;
            Must(OtaResult.DeltaMalformed, TryOpen(file, out _), "version 2");
        }

        [TestMethod]
        public void A_bit_for_a_group_that_is_not_there_is_refused()
        {
            byte[] file = Copy();
            file[SectionAt + DeltaSection.FixedLength] |= 8;
            Must(OtaResult.DeltaMalformed, TryOpen(file, out _), "group 3 of three");
            file = Copy();
            file[SectionAt + DeltaSection.FixedLength + 3] |= 128;
            Must(OtaResult.DeltaMalformed, TryOpen(file, out _), "group 31 of three");
        }

        [TestMethod]
        public void A_section_that_ends_too_soon_is_refused()
        {
            for (int length = 0; length < 27; length += 3)
            {
                byte[] file = Copy();
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(EntryAt + 16), length);
                Must(OtaResult.DeltaMalformed, TryOpen(file, out _), $"{length} bytes");
            }
        }

        [TestMethod]
        public void A_file_that_ends_too_soon_is_refused_where_it_ends()
        {
            for (int length = SectionAt; length < _file.Length; length += 97)
            {
                byte[] file = _file[..length];
                OtaResult result = TryOpen(file, out DeltaSection section);
                for (int group = 0; group < 3 && result == OtaResult.Ok; group += 2)
                {
                    result = section.BeginGroup(group);
                    for (int chunk = group * 32; chunk < (group * 32) + _table.ChunksIn(group) && result == OtaResult.Ok; chunk++)
                    {
                        result = section.Has(chunk) ? section.Decode(chunk) : OtaResult.Ok;
                    }
                }

                Must(OtaResult.DeltaMalformed, result, $"{length} bytes");
            }
        }

        private static void Must(OtaResult expected, OtaResult actual, string what) => Assert.AreEqual(expected, actual, what);

        private static byte[] Copy() => [.. _file];

        private static int GroupOffset(int index) => BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(OffsetsAt + (4 * index)));

        private static byte[] Noise()
        {
            byte[] noise = new byte[ImageLength];
            new Random(3).NextBytes(noise);
            return noise;
        }

        private static byte[] Changed()
        {
            byte[] image = Noise();
            image.AsSpan(5000, 8000).CopyTo(image.AsSpan(5100));
            image[^20] ^= 0x55;
            return image;
        }

        private DeltaSection Open(byte[] file)
        {
            Must(OtaResult.Ok, TryOpen(file, out DeltaSection section), "the section");
            return section;
        }

        private OtaResult TryOpen(byte[] file, out DeltaSection section)
        {
            MemoryDelta delta = new(file, _old, _new);
            section = new DeltaSection(delta, delta, _chunk);
            DeltaDirectory directory = new();
            OtaResult result = directory.ReadHead(section, _table);
            result = result == OtaResult.Ok ? directory.Choose(section, _table, ImageDigests.Of(_old).Identity, ImageLength, canReadNew: true) : result;
            return result == OtaResult.Ok ? section.Open(directory, _table) : result;
        }
    }
}
