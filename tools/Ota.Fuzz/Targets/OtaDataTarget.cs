using System.Buffers.Binary;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// The bootloader over arbitrary otadata. Input: options (bit 0 rollback, 1 anti-rollback, 2 and 3 slot spoilt, 4 factory), the two
    /// entries of 32 bytes, then (offset, value) pairs of 3 bytes that change the slots' images.
    /// </summary>
    public sealed class OtaDataTarget : FuzzTarget
    {
        private const int SlotSize = 0x10000;
        private const int EntriesAt = 1;
        private const int PokesAt = EntriesAt + (2 * OtaEntry.Size);

        private readonly NorFlash[] _flash = [Create(false), Create(true)];

        public override string Name => "otadata";

        public override string Claim => "Boot never throws, starts only an image that a second reader finds sound, and gives every unconfirmed one up";

        public override int MaxLength => PokesAt + 60;

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            Make(1, OtaEntry.Blank, OtaEntry.Blank),
            Make(1, OtaEntry.Create(1, OtaImageState.Valid), OtaEntry.Create(2, OtaImageState.New)),
            Make(1, OtaEntry.Create(3, OtaImageState.PendingVerify), OtaEntry.Create(2, OtaImageState.Valid)),
            Make(3, OtaEntry.Create(1, OtaImageState.Aborted), OtaEntry.Create(2, OtaImageState.Invalid)),
            Make(17, OtaEntry.Create(uint.MaxValue - 1, OtaImageState.Undefined), OtaEntry.Create(0, OtaImageState.Valid)),
            Make(5, OtaEntry.Create(1, OtaImageState.Valid), OtaEntry.Blank),
            Make(29, OtaEntry.Create(1, OtaImageState.Valid), OtaEntry.Create(2, OtaImageState.Valid)),
        ];

        public override string Describe(int outcome) => outcome switch { 0 => "nothing-boots", 1 => "factory", _ => $"ota-{outcome - 2}" };

        public override int Run(byte[] input)
        {
            byte[] padded = new byte[Math.Max(input.Length, PokesAt)];
            input.CopyTo(padded, 0);
            int options = padded[0];
            bool hasFactory = (options & 16) != 0 && (options & 2) == 0;
            using NorFlash flash = _flash[hasFactory ? 1 : 0].Clone();
            PartitionTable table = Table(hasFactory);
            Prepare(flash, table, padded, options);
            BootloaderOptions how = new() { Rollback = (options & 1) != 0, AntiRollback = (options & 3) == 3 };
            OtaEntry[] before = Entries(flash, table);
            BootChoice choice = new Bootloader(flash, how, new EFuse()).Boot();
            Require(choice.Table != null, "the partition table is right and was not read");
            Check(flash, how, before, Entries(flash, table), choice);
            return choice.Partition == null ? 0 : choice.Partition.IsOta ? 2 + choice.Partition.OtaIndex : 1;
        }

        public override void Repair(byte[] input)
        {
            for (int at = EntriesAt; at + OtaEntry.Size <= PokesAt && at + OtaEntry.Size <= input.Length; at += OtaEntry.Size)
            {
                uint sequence = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(at));
                BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(at + 28), OtaEntry.CrcOf(sequence));
                uint state = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(at + 24));
                BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(at + 24), state % 6 == 5 ? uint.MaxValue : state % 6);
            }
        }

        private static void Check(NorFlash flash, BootloaderOptions how, OtaEntry[] before, OtaEntry[] after, BootChoice choice)
        {
            if (choice.Partition == null)
            {
                Require(choice.Image == null, "an image without a partition");
                return;
            }

            Require(EspOracle.ImageLength(flash.Peek(choice.Partition.Offset, choice.Partition.Size), out int chip) > 0 && chip == 0, "an image was started that is not sound");
            if (how.Rollback)
            {
                // Whatever was on its first run is not on it any more, and what is on it now was not started before.
                for (int i = 0; i < 2; i++)
                {
                    // An entry of no sequence names no image; two such are written anew for the first slot.
                    bool wasOnTrial = before[i].State == OtaImageState.PendingVerify && before[i].HasRightCrc && before[i].Sequence != uint.MaxValue;
                    Require(!wasOnTrial || after[i].State == OtaImageState.Aborted, "an unconfirmed image was not given up");
                    Require(after[i].State != OtaImageState.PendingVerify || before[i].State == OtaImageState.New, "a trial without a new image");
                }
            }
        }

        private static void Prepare(NorFlash flash, PartitionTable table, byte[] input, int options)
        {
            for (int i = 0; i < 2; i++)
            {
                flash.Program(table.OtaData!.Offset + (i * NorFlash.SectorSize), input.AsSpan(EntriesAt + (i * OtaEntry.Size), OtaEntry.Size));
                if ((options & (4 << i)) != 0)
                {
                    flash.Program(table.Ota(i)!.Offset, [0]);
                }
            }

            // Clearing bits is all that flash can do without an erase, and enough to spoil anything.
            for (int at = PokesAt; at + 3 <= input.Length; at += 3)
            {
                int offset = BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(at)) % 1200;
                int target = table.Ota(offset & 1)!.Offset + offset;
                flash.Program(target, [(byte)(flash.Peek(target, 1)[0] & input[at + 2])]);
            }
        }

        private static OtaEntry[] Entries(NorFlash flash, PartitionTable table) =>
            [.. Enumerable.Range(0, 2).Select(i => OtaEntry.Parse(flash.Peek(table.OtaData!.Offset + (i * NorFlash.SectorSize), OtaEntry.Size)))];

        private static byte[] Make(byte options, OtaEntry first, OtaEntry second) => [options, .. first.ToBytes(), .. second.ToBytes()];

        private static PartitionTable Table(bool hasFactory)
        {
            List<Partition> partitions =
            [
                new("otadata", Partition.TypeData, Partition.SubtypeOtaData, 0x9000, 0x2000),
                new("ota_0", Partition.TypeApp, Partition.SubtypeOta0, 0x10000, SlotSize),
                new("ota_1", Partition.TypeApp, Partition.SubtypeOta0 + 1, 0x20000, SlotSize),
            ];
            if (hasFactory)
            {
                partitions.Add(new Partition("factory", Partition.TypeApp, Partition.SubtypeFactory, 0x30000, SlotSize));
            }

            return PartitionTable.Create(0x40000, [.. partitions]);
        }

        private static NorFlash Create(bool hasFactory)
        {
            NorFlash flash = new(0x40000);
            PartitionTable table = Table(hasFactory);
            flash.Program(PartitionTable.DefaultOffset, table.ToBytes());
            foreach (Partition partition in table.Partitions.Where(partition => partition.Type == Partition.TypeApp))
            {
                flash.Program(partition.Offset, new EspImageBuilder { Version = partition.Label }.AddSegment(new byte[400]).Build());
            }

            return flash;
        }
    }

    /// <summary>Partition tables: the virtual device's reader, which the host's tool shares. Input: the sector's bytes.</summary>
    public sealed class PartitionTableTarget : FuzzTarget
    {
        private const int FlashSize = 0x400000;
        private const int EntrySize = 32;

        public override string Name => "partitions";

        public override string Claim => "what the virtual device boots from lies inside the flash, does not overlap, and reads alike in a second reader";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            PartitionTable.CreateOta4MB().ToBytes()[..320],
            new byte[64],
            PartitionTable.CreateOta4MB().ToBytes()[..224],
            Slots(0),
            Slots(1),
        ];

        public override IReadOnlyList<byte[]> Dictionary { get; } = [[0xAA, 0x50, 0, 0x10], [0xEB, 0xEB], [0xFF, 0xFF, 0xFF, 0xFF], "ota_0\0"u8.ToArray(), new byte[32]];

        public override string Describe(int outcome) => outcome switch { 0 => "refused", _ => $"slots-{outcome - 1}" };

        public override int Run(byte[] input)
        {
            if (!PartitionTable.TryParse(input, FlashSize, out PartitionTable? table, out string? fault))
            {
                Require(fault != null, "refused without a word");
                return 0;
            }

            Require(
                EspOracle.Partitions(input)?.SequenceEqual(table.Partitions.Select(p => ((int)p.Type, (int)p.Subtype, (uint)p.Offset, (uint)p.Size))) == true,
                "a second reader refuses the table, or reads other partitions");
            int end = 0;
            foreach (Partition partition in table.Partitions.OrderBy(partition => partition.Offset))
            {
                Require(partition.Offset >= end && partition.Size > 0 && partition.Offset + (long)partition.Size <= FlashSize, $"{partition.Label} overlaps or lies outside");
                end = partition.End;
            }

            return 1 + table.OtaCount;
        }

        private static byte[] Slots(int count)
        {
            Partition[] slots = [.. Enumerable.Range(0, count).Select(i => new Partition($"ota_{i}", Partition.TypeApp, (byte)(Partition.SubtypeOta0 + i), 0x20000 + (i * 0x10000), 0x10000))];
            return PartitionTable.Create(FlashSize, [new("otadata", Partition.TypeData, Partition.SubtypeOtaData, 0x9000, 0x2000), new("factory", Partition.TypeApp, Partition.SubtypeFactory, 0x10000, 0x10000), .. slots]).ToBytes()[..320];
        }

        public override void Repair(byte[] input)
        {
            for (int at = 0; at + EntrySize <= input.Length; at += EntrySize)
            {
                if (input[at] == 0xEB && input[at + 1] == 0xEB)
                {
#pragma warning disable CA5351 // ESP-IDF's format has MD5 here.
                    System.Security.Cryptography.MD5.HashData(input.AsSpan(0, at), input.AsSpan(at + 16, 16));
#pragma warning restore CA5351
                    return;
                }
            }
        }
    }
}
