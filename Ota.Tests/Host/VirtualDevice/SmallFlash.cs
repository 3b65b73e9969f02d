using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>A small layout for tests of the boot choice: slots of 64 KiB, otadata, state record, perhaps a factory app.</summary>
    internal sealed class SmallFlash
    {
        private readonly int _size;

        internal SmallFlash(bool hasFactory, int slots)
        {
            List<Partition> partitions =
            [
                new("otadata", Partition.TypeData, Partition.SubtypeOtaData, 0x9000, 0x2000),
                new(PartitionTable.StateLabel, Partition.TypeData, Partition.SubtypeUndefined, 0xB000, 0x2000),
            ];
            int offset = 0x10000;
            if (hasFactory)
            {
                partitions.Add(new Partition("factory", Partition.TypeApp, Partition.SubtypeFactory, offset, 0x10000));
                offset += 0x10000;
            }

            for (int slot = 0; slot < slots; slot++, offset += 0x10000)
            {
                partitions.Add(new Partition($"ota_{slot}", Partition.TypeApp, (byte)(Partition.SubtypeOta0 + slot), offset, 0x10000));
            }

            _size = offset;
            Table = PartitionTable.Create(_size, [.. partitions]);
        }

        internal PartitionTable Table { get; }

        internal NorFlash Create()
        {
            NorFlash flash = new(_size);
            flash.Program(PartitionTable.DefaultOffset, Table.ToBytes());
            return flash;
        }

        internal static byte[] Image(string version, uint secureVersion = 0, int size = 500)
        {
            byte[] data = new byte[size];
            new Random(version.Length + size).NextBytes(data);
            return new EspImageBuilder { Version = version, SecureVersion = secureVersion }.AddSegment(data).Build();
        }

        internal static void PutImage(NorFlash flash, Partition partition, string version, uint secureVersion = 0)
        {
            flash.Program(partition.Offset, Image(version, secureVersion));
        }

        internal void PutEntry(NorFlash flash, int index, OtaEntry entry)
        {
            flash.Program(Table.OtaData!.Offset + (index * NorFlash.SectorSize), entry.ToBytes());
        }

        internal OtaEntry GetEntry(NorFlash flash, int index)
        {
            return OtaEntry.Parse(flash.Peek(Table.OtaData!.Offset + (index * NorFlash.SectorSize), OtaEntry.Size));
        }
    }
}
