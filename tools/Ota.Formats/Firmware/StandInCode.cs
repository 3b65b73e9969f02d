using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Formats
{
    /// <summary>What stands in a <see cref="StandInFirmware"/>: noise that packs about as well as code does, and the records of native assemblies.</summary>
    internal static class StandInCode
    {
        private const int RecordSize = 20;
        private const int MethodCount = 16;
        private const int RecordsOffset = 0x400;
        private const int TableOffset = 0x100;
        private const int Words = 1024;

        /// <summary>Instructions drawn from a small set, most of the time; the length is rounded down to a multiple of 4.</summary>
        public static byte[] Noise(int length, int seed, int stream)
        {
            Random random = new((seed * 31) + stream);
            byte[] set = new byte[Words * 4];
            random.NextBytes(set);
            byte[] bytes = new byte[length & ~3];
            random.NextBytes(bytes);
            for (int at = 0; at < bytes.Length; at += 4)
            {
                // The product of two draws makes some instructions frequent, as compilers do.
                if (random.Next(4) != 0)
                {
                    int index = random.Next(Words) * random.Next(Words) / Words;
                    set.AsSpan(4 * index, 4).CopyTo(bytes.AsSpan(at));
                }
            }

            return bytes;
        }

        /// <summary>
        /// Writes names, records and methods as nanoCLR has them, and the table that names the records. Beside them stand lookalikes:
        /// pools of literals with pointers to the names, and a record that no table names.
        /// </summary>
        public static void Register(IReadOnlyList<FirmwareNative> natives, (uint Address, byte[] Bytes) constants, (uint Address, byte[] Bytes) code, byte[] data)
        {
            int at = RecordsOffset;
            uint[] names = new uint[natives.Count];
            uint[] methods = new uint[natives.Count];
            for (int i = 0; i < natives.Count; i++)
            {
                names[i] = constants.Address + (uint)at;
                byte[] name = Encoding.ASCII.GetBytes(natives[i].Name + '\0');
                name.CopyTo(constants.Bytes, at);
                at += AppSegment.Padded(name.Length);
                methods[i] = constants.Address + (uint)at;
                for (int method = 0; method < MethodCount; method++, at += 4)
                {
                    Write(constants.Bytes, at, method % 3 == 0 ? 0 : code.Address + (uint)(4 * (i + (method * natives.Count))));
                }
            }

            for (int i = 0; i < natives.Count; i++, at += RecordSize)
            {
                WriteRecord(constants.Bytes, at, names[i], natives[i], methods[i]);
                Write(data, TableOffset + (4 * i), constants.Address + (uint)at);
                Write(code.Bytes, TableOffset + (8 * i), names[i]);
            }

            Write(data, TableOffset + (4 * natives.Count), 0);
            Write(data, TableOffset + (4 * natives.Count) + 4, (uint)natives.Count);
            WriteRecord(constants.Bytes, at, names[0], new FirmwareNative(natives[0].Name, 0xDEADBEEF, natives[0].Version), 0);
        }

        /// <summary>The digest that stands for the ELF file's.</summary>
        public static byte[] Hash(params byte[][] parts)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (byte[] part in parts)
            {
                hash.AppendData(part);
            }

            return hash.GetHashAndReset();
        }

        private static void WriteRecord(byte[] bytes, int at, uint name, FirmwareNative native, uint methods)
        {
            Write(bytes, at, name);
            Write(bytes, at + 4, native.Checksum);
            Write(bytes, at + 8, methods);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 12), (ushort)native.Version.Major);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 14), (ushort)native.Version.Minor);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 16), (ushort)native.Version.Build);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 18), (ushort)native.Version.Revision);
        }

        private static void Write(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
    }
}
