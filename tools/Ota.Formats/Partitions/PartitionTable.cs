using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>A partition table, checked: what is in one of these is fit to boot. Immutable.</summary>
    /// <remarks>Source: ESP-IDF v5.5, esp_flash_partitions.h and gen_esp32part.py.</remarks>
    public sealed class PartitionTable
    {
        /// <summary>Where the table lies unless configured otherwise.</summary>
        public const int DefaultOffset = 0x8000;

        /// <summary>The most bytes of entries, the MD5 entry included.</summary>
        public const int MaxLength = 0xC00;

        private const byte TypeBootloader = 2;
        private const byte TypeTable = 3;
        private const int EntrySize = 32;
        private const ushort EntryMagic = 0x50AA;
        private const ushort Md5Magic = 0xEBEB;
        private const int AppAlignment = 0x10000;
        private const int OtaDataSize = 2 * Partition.SectorSize;

        private PartitionTable(IReadOnlyList<Partition> partitions)
        {
            Partitions = partitions;
            OtaData = Find(Partition.TypeData, Partition.SubtypeOtaData);
            Factory = Find(Partition.TypeApp, Partition.SubtypeFactory);
            Test = Find(Partition.TypeApp, Partition.SubtypeTest);
            while (OtaCount < Partition.MaxOtaSlots && Find(Partition.TypeApp, (byte)(Partition.SubtypeOta0 + OtaCount)) != null)
            {
                OtaCount++;
            }
        }

        /// <summary>In the order of the table.</summary>
        public IReadOnlyList<Partition> Partitions { get; }

        /// <summary>The otadata partition.</summary>
        public Partition? OtaData { get; }

        /// <summary>The factory app.</summary>
        public Partition? Factory { get; }

        /// <summary>The test app.</summary>
        public Partition? Test { get; }

        /// <summary>OTA slots: ota_0 up to the last without a gap.</summary>
        public int OtaCount { get; }

        /// <summary>Makes a table, if the entries make one.</summary>
        /// <exception cref="ArgumentException">They do not; the message says which and why.</exception>
        public static PartitionTable Create(int flashSize, params Partition[] partitions)
        {
            string? fault = FindFault(partitions, flashSize);
            return fault == null ? new PartitionTable([.. partitions]) : throw new ArgumentException(fault, nameof(partitions));
        }

        /// <summary>
        /// The layout for 4 MB, Ota.Bootstrap/partitions/partitions_nanoota_4mb.csv: two OTA slots of 1856 KiB, nanoOta's records and the drive.
        /// </summary>
        public static PartitionTable CreateOta4MB()
        {
            return Create(
                0x400000,
                new Partition("nvs", Partition.TypeData, Partition.SubtypeNvs, 0x9000, 0x4000),
                new Partition("otadata", Partition.TypeData, Partition.SubtypeOtaData, 0xD000, 0x2000),
                new Partition("phy_init", Partition.TypeData, Partition.SubtypePhy, 0xF000, 0x1000),
                new Partition("ota_0", Partition.TypeApp, Partition.SubtypeOta0, 0x10000, 0x1D0000),
                new Partition("ota_1", Partition.TypeApp, Partition.SubtypeOta0 + 1, 0x1E0000, 0x1D0000),
                new Partition(StateLabel, Partition.TypeData, Partition.SubtypeUndefined, 0x3B0000, 0x10000),
                new Partition("config", Partition.TypeData, Partition.SubtypeLittleFs, 0x3C0000, 0x40000));
        }

        /// <summary>
        /// The layout of stock nanoFramework firmware for an ESP32 with 4 MB. The CLR is the factory app. Deployed assemblies and the
        /// drive I: of 256 KiB follow, and no OTA slots.
        /// </summary>
        public static PartitionTable CreateStock4MB()
        {
            return Create(
                0x400000,
                new Partition("nvs", Partition.TypeData, Partition.SubtypeNvs, 0x9000, 0x6000),
                new Partition("phy_init", Partition.TypeData, Partition.SubtypePhy, 0xF000, 0x1000),
                new Partition("factory", Partition.TypeApp, Partition.SubtypeFactory, 0x10000, 0x1D0000),
                new Partition("deploy", Partition.TypeData, Partition.SubtypeDeployment, 0x1E0000, 0x1C0000),
                new Partition("config", Partition.TypeData, Partition.SubtypeLittleFs, 0x3C0000, 0x40000));
        }

        /// <summary>The label of the data partition for nanoOta's records. Two sectors are for the copies of the state, then come those that count starts.</summary>
        public const string StateLabel = "nanoota";

        /// <summary>Reads a table as the bootloader does: entries, MD5, then the rules of <see cref="Create"/>.</summary>
        public static bool TryParse(
            ReadOnlySpan<byte> bytes,
            int flashSize,
            [NotNullWhen(true)] out PartitionTable? table,
            [NotNullWhen(false)] out string? fault)
        {
            table = null;
            List<Partition> partitions = [];
            bool hashed = false;
            bool ended = false;
            int limit = Math.Min(bytes.Length, MaxLength);
            int offset = 0;
            for (; !ended && offset + EntrySize <= limit; offset += EntrySize)
            {
                ReadOnlySpan<byte> entry = bytes.Slice(offset, EntrySize);
                ushort magic = BinaryPrimitives.ReadUInt16LittleEndian(entry);
                if (magic == EntryMagic && !hashed)
                {
                    partitions.Add(ReadEntry(entry));
                }
                else if (magic == Md5Magic && !hashed)
                {
                    hashed = true;
                    if (!HashOf(bytes[..offset]).AsSpan().SequenceEqual(entry[16..]))
                    {
                        fault = "The MD5 of the entries is another.";
                        return false;
                    }
                }
                else if (magic == 0xFFFF && entry[2] == 0xFF && entry[3] == 0xFF)
                {
                    ended = true;
                }
                else
                {
                    fault = string.Create(CultureInfo.InvariantCulture, $"Entry {offset / EntrySize}: magic 0x{magic:x4}.");
                    return false;
                }
            }

            // The MD5 entry is optional: a bootloader takes a table without one.
            fault = partitions.Count == 0 ? "There is no partition." : !ended ? "There is no entry that ends the table." : FindFault(partitions, flashSize);
            table = fault == null ? new PartitionTable(partitions) : null;
            return table != null;
        }

        /// <summary>The bytes as they lie in flash: one sector, 0xFF behind the MD5 entry.</summary>
        public byte[] ToBytes()
        {
            byte[] bytes = new byte[Partition.SectorSize];
            Array.Fill(bytes, (byte)0xFF);
            int offset = 0;
            foreach (Partition partition in Partitions)
            {
                WriteEntry(bytes.AsSpan(offset, EntrySize), partition);
                offset += EntrySize;
            }

            byte[] hash = HashOf(bytes.AsSpan(0, offset));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(offset), Md5Magic);
            hash.CopyTo(bytes.AsSpan(offset + 16));
            return bytes;
        }

        /// <summary>The first partition of a type and subtype.</summary>
        public Partition? Find(byte type, byte subtype) => Partitions.FirstOrDefault(p => p.Type == type && p.Subtype == subtype);

        /// <summary>The first partition of a label.</summary>
        public Partition? Find(string label) => Partitions.FirstOrDefault(p => p.Label == label);

        /// <summary>OTA slot 0 to 15.</summary>
        public Partition? Ota(int index)
        {
            return index >= 0 && index < OtaCount ? Find(Partition.TypeApp, (byte)(Partition.SubtypeOta0 + index)) : null;
        }

        private static string? FindFault(IReadOnlyList<Partition> partitions, int flashSize)
        {
            if ((partitions.Count + 1) * EntrySize > MaxLength)
            {
                return "More entries than the table has room for.";
            }

            foreach (Partition partition in partitions)
            {
                int alignment = partition.Type == Partition.TypeApp ? AppAlignment : Partition.SectorSize;
                string? fault = partition switch
                {
                    { Label.Length: < 1 or > 15 } => "the label has 1 to 15 characters",
                    _ when !Ascii.IsValid(partition.Label) => "the label is ASCII",
                    { Size: <= 0 } => "it is not empty",

                    // Bootloader and table themselves, which ESP-IDF's tables may name.
                    { Type: not (TypeBootloader or TypeTable), Offset: < DefaultOffset + Partition.SectorSize } => "it lies behind the table",
                    _ when partition.Size > flashSize - partition.Offset => "it ends inside the flash",
                    _ when partition.Offset % alignment != 0 => "app partitions begin at multiples of 0x10000, data at 0x1000",
                    { Type: Partition.TypeData, Subtype: Partition.SubtypeOtaData, Size: not OtaDataSize } => "otadata has 0x2000 bytes",
                    _ when partitions.Any(other => other != partition && partition.Offset < other.End && other.Offset < partition.End) => "it overlaps no other",
                    _ when partitions.Count(other => other.Label == partition.Label) > 1 => "the label is its own",
                    _ => null,
                };
                if (fault != null)
                {
                    return $"Partition '{partition.Label}' breaks a rule: {fault}.";
                }
            }

            return null;
        }

        private static Partition ReadEntry(ReadOnlySpan<byte> entry)
        {
            ReadOnlySpan<byte> label = entry.Slice(12, 16);
            int length = label.IndexOf((byte)0);
            return new Partition(
                Encoding.ASCII.GetString(length < 0 ? label : label[..length]),
                entry[2],
                entry[3],
                BinaryPrimitives.ReadInt32LittleEndian(entry[4..]),
                BinaryPrimitives.ReadInt32LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[28..]));
        }

        private static void WriteEntry(Span<byte> entry, Partition partition)
        {
            entry.Clear();
            BinaryPrimitives.WriteUInt16LittleEndian(entry, EntryMagic);
            entry[2] = partition.Type;
            entry[3] = partition.Subtype;
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], partition.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], partition.Size);
            Encoding.ASCII.GetBytes(partition.Label, entry.Slice(12, 16));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[28..], partition.Flags);
        }

        [SuppressMessage("Security", "CA5351", Justification = "The format asks for MD5; it finds accidents only.")]
        private static byte[] HashOf(ReadOnlySpan<byte> entries) => MD5.HashData(entries);
    }
}
