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

        /// <summary>The app of one release: Lamp.App, which needs Lamp.Light behind it and the resident.</summary>
        public static byte[] Image(int release)
        {
            return Join(
                Assembly("Lamp.App", 0x10000 + release, "Lamp.Light 65536 " + Resident + " 1", 5000 + (release * 40), (uint)release),
                Assembly("Lamp.Light", 0x10000, "", 3000, 7u));
        }

        /// <summary>The firmware of one release; noise, with the release in front.</summary>
        public static byte[] Firmware(int release)
        {
            byte[] image = TestImages.Noise((uint)release + 100u, 6000);
            image[0] = (byte)release;
            return image;
        }

        /// <summary>One assembly.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="version">Major * 65536 + minor.</param>
        /// <param name="references">Names and versions, "Other 65536 Another 1"; a name of "*" stands for one of the CLR's own.</param>
        /// <param name="code">Bytes of noise.</param>
        /// <param name="seed">Of the noise.</param>
        public static byte[] Assembly(string name, int version, string references, int code, uint seed)
        {
            string[] words = references.Length == 0 ? new string[0] : references.Split(' ');
            byte[] table = new byte[words.Length / 2 * 12];
            byte[] text = new byte[256];
            int used = PutName(text, 0, name);
            for (int i = 0; i < words.Length; i += 2)
            {
                int number = int.Parse(words[i + 1]);
                int at = i / 2 * 12;
                bool builtIn = words[i] == "*";
                LittleEndian.WriteInt16(table, at, builtIn ? 0xFCD2 : used);
                LittleEndian.WriteInt16(table, at + 4, number >> 16);
                LittleEndian.WriteInt16(table, at + 6, number & 0xFFFF);
                used = builtIn ? used : PutName(text, used, words[i]);
            }

            byte[] pe = new byte[PeHeader.Length + table.Length + used + code];
            byte[] magic = Encoding.UTF8.GetBytes("NFMRK1");
            Array.Copy(magic, 0, pe, 0, magic.Length);
            LittleEndian.WriteInt16(pe, 28, version >> 16);
            LittleEndian.WriteInt16(pe, 30, version & 0xFFFF);
            int end = PeHeader.Length;
            for (int i = 0; i < 16; i++)
            {
                LittleEndian.WriteInt32(pe, 40 + (i * 4), end);
                end += i == 0 ? table.Length : i == 11 ? used : i == 14 ? code : 0;
            }

            Array.Copy(table, 0, pe, PeHeader.Length, table.Length);
            Array.Copy(text, 0, pe, PeHeader.Length + table.Length, used);
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

        private static int PutName(byte[] text, int at, string name)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            Array.Copy(bytes, 0, text, at, bytes.Length);
            return at + bytes.Length + 1;
        }
    }
}
