using System;
using System.Text;

namespace NanoOta.Tests
{
    /// <summary>Application images of assemblies that have headers, names and references, and noise for code.</summary>
    public static class TestApps
    {
        /// <summary>What every image counts on.</summary>
        public const string Resident = "Ota.Client";

        /// <summary>Major * 65536 + minor of <see cref="Resident"/>.</summary>
        public const int ResidentVersion = 1;

        /// <summary>Major * 65536 + minor of mscorlib, which every device has.</summary>
        public const int CoreVersion = 0x10011;

        /// <summary>The app of one release: Lamp.App, which needs Lamp.Light behind it and the resident.</summary>
        public static byte[] Image(int release)
        {
            return Join(
                Assembly("Lamp.App", 0x10000 + release, "Lamp.Light 65536 " + Resident + " 1", 5000 + (release * 40), (uint)release),
                Assembly("Lamp.Light", 0x10000, "", 3000, 7u));
        }

        /// <summary>One assembly.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="version">Major * 65536 + minor.</param>
        /// <param name="references">
        /// Names and versions, "Other 65536 Another 1". "clr:64722" is the string at that offset of the CLR's own table, here and as the name.
        /// </param>
        /// <param name="code">Bytes of noise.</param>
        /// <param name="seed">Of the noise.</param>
        public static byte[] Assembly(string name, int version, string references, int code, uint seed)
        {
            return Assembly(name, version, references, code, seed, 1);
        }

        /// <summary>The same, of generation 1 (NFMRK1) or 2 (NFMRK2).</summary>
        public static byte[] Assembly(string name, int version, string references, int code, uint seed, int generation)
        {
            int header = generation == 1 ? 124 : 128;
            int tables = generation == 1 ? 40 : 36;
            int count = generation == 1 ? 16 : 18;
            int entry = generation == 1 ? 12 : 10;
            string[] words = references.Length == 0 ? new string[0] : references.Split(' ');
            byte[] table = new byte[((words.Length / 2 * entry) + 3) & ~3];
            byte[] text = new byte[256];
            int used = PutName(text, 0, name);
            for (int i = 0; i < words.Length; i += 2)
            {
                int number = int.Parse(words[i + 1]);
                int at = i / 2 * entry;
                int builtIn = BuiltIn(words[i]);
                LittleEndian.WriteInt16(table, at, builtIn != 0 ? builtIn : used);
                LittleEndian.WriteInt16(table, at + entry - 8, number >> 16);
                LittleEndian.WriteInt16(table, at + entry - 6, number & 0xFFFF);
                used = builtIn != 0 ? used : PutName(text, used, words[i]);
            }

            byte[] pe = new byte[header + table.Length + used + code];
            byte[] magic = Encoding.UTF8.GetBytes("NFMRK" + generation.ToString());
            Array.Copy(magic, 0, pe, 0, magic.Length);
            LittleEndian.WriteInt16(pe, tables - 12, version >> 16);
            LittleEndian.WriteInt16(pe, tables - 10, version & 0xFFFF);
            LittleEndian.WriteInt16(pe, tables - 4, BuiltIn(name));
            pe[108] = (byte)(table.Length - (words.Length / 2 * entry));
            int end = header;
            for (int i = 0; i < count; i++)
            {
                LittleEndian.WriteInt32(pe, tables + (i * 4), end);
                end += i == 0 ? table.Length : i == count - 5 ? used : i == count - 2 ? code : 0;
            }

            Array.Copy(table, 0, pe, header, table.Length);
            Array.Copy(text, 0, pe, header + table.Length, used);
            Array.Copy(TestImages.Noise(seed, code), 0, pe, pe.Length - code, code);
            return pe;
        }

        /// <summary>An image of two assemblies, the first padded.</summary>
        public static byte[] Join(byte[] first, byte[] second)
        {
            int at = (first.Length + 3) & ~3;
            byte[] image = new byte[at + second.Length];
            Array.Copy(first, 0, image, 0, first.Length);
            Array.Copy(second, 0, image, at, second.Length);
            return image;
        }

        private static int BuiltIn(string name)
        {
            return name.StartsWith("clr:") ? int.Parse(name.Substring(4)) : 0;
        }

        private static int PutName(byte[] text, int at, string name)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            Array.Copy(bytes, 0, text, at, bytes.Length);
            return at + bytes.Length + 1;
        }
    }
}
