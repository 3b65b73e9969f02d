using NanoOta.Formats;

namespace NanoOta.Bench
{
    /// <summary>An old image and a new one, and the most that the update may cost, as a part of the new image.</summary>
    public sealed record ImagePair(string Name, byte[] Old, byte[] New, double? Goal)
    {
        private static readonly string[] _thermostat = ["Drivers", "Model", "Display", "Native", "App"];

        private static string Vectors => Path.Combine(InstructionCounter.RepoRoot, "Ota.Tests", "Vectors");

        /// <summary>The pairs of the table, most of them in Ota.Tests/Vectors.</summary>
        public static IReadOnlyList<ImagePair> All()
        {
            byte[] first = Thermostat("1.0.0");
            byte[] second = Thermostat("1.1.0");
            byte[] third = Thermostat("2.0.0");
            byte[] client = Image("ota-a.new");
            return
            [
                new("thermostat 1.0.0 -> 1.1.0", first, second, 0.023),
                new("thermostat 1.0.0 -> 2.0.0", first, third, 0.09),
                new("thermostat 1.1.0 -> 2.0.0", second, third, 0.09),
                new("ota-a, one commit", Image("ota-a.old"), client, 0.033),
                new("ota-b, four commits", Image("ota-b.old"), client, 0.22),
                new("ota-c, thirty commits", Image("ota-c.old"), Image("ota-c.new"), 0.4),
                new("device assemblies, two commits", Image("device.old"), Image("device.new"), null),
                new("firmware, application 1.0.0 -> 1.1.0", Firmware(first), Firmware(second), null),
                new("firmware, application 1.0.0 -> 2.0.0", Firmware(first), Firmware(third), null),
                new("firmware, its own code changed", Firmware(third), Firmware(third, changed: true), null),
                new("thermostat 2.0.0, no old image", [], third, null),
                new("ota-a, no old image", [], client, null),
            ];
        }

        /// <summary>The application of Vectors/pe: its assemblies in load order, each padded to 4 bytes.</summary>
        public static byte[] Thermostat(string version)
        {
            MemoryStream image = new();
            foreach (string name in _thermostat)
            {
                image.Write(File.ReadAllBytes(Path.Combine(Vectors, "pe", $"thermostat-{version}", $"Thermostat.{name}.pe")));
                image.SetLength((image.Length + 3) & ~3);
                image.Position = image.Length;
            }

            return image.ToArray();
        }

        /// <summary>
        /// An ESP32 firmware of 1.4 MB with the application attached as the tool attaches it, behind a boot part. The code is a stand-in: words that
        /// repeat as a compiler's do, with addresses among them. A change inserts code, so that every address behind it moves.
        /// </summary>
        public static byte[] Firmware(byte[] application, bool changed = false)
        {
            const int codeLength = 900_000;
            const int dataLength = 300_000;
            const int insertedAt = 200_000;
            const int inserted = 52;
            const int bootLength = 90_000;
            byte[] firmware = new EspImageBuilder { Version = "1.0" }
                .AddSegment(Code(dataLength, changed ? inserted : 0, insertedAt, seed: 1))
                .AddSegment(Code(codeLength, changed ? inserted : 0, insertedAt, seed: 2))
                .Build();
            AppSegmentFault fault = AppSegment.Create(Assembly("Boot", Code(bootLength, 0, 0, seed: 3)), application, out AppSegment? segment);
            return fault == AppSegmentFault.None
                && AttachedImage.Open(firmware, out AttachedImage? image, out _, out _) == AttachFault.None
                && image!.With(segment, int.MaxValue, out byte[]? bytes) == AttachFault.None
                ? bytes!
                : throw new InvalidOperationException($"The application cannot be attached: {fault}.");
        }

        /// <summary>An assembly with a resource of those bytes, padded to 4 bytes.</summary>
        public static byte[] Assembly(string name, byte[] payload)
        {
            byte[] bytes = new PeWriter { Name = name, Payload = payload }.Write();
            Array.Resize(ref bytes, (bytes.Length + 3) & ~3);
            return bytes;
        }

        /// <summary>An image of Vectors/delta.</summary>
        public static byte[] Image(string name) => File.ReadAllBytes(Path.Combine(Vectors, "delta", name + ".img"));

        private static byte[] Code(int length, int inserted, int at, int seed)
        {
            Random random = new(seed);
            byte[][] words = [.. Enumerable.Range(0, 3000).Select(_ => Bytes(random, 3 + random.Next(14)))];
            MemoryStream code = new();
            Span<byte> address = stackalloc byte[4];
            bool done = inserted == 0;
            while (code.Length < length)
            {
                if (!done && code.Length >= at)
                {
                    code.Write(Bytes(new Random(99), inserted));
                    done = true;
                }

                code.Write(words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]);
                if (random.Next(12) == 0)
                {
                    int target = random.Next(length);
                    System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(address, 0x400D0000 + target + (target >= at ? inserted : 0));
                    code.Write(address);
                }
            }

            code.SetLength((code.Length + 3) & ~3);
            return code.ToArray();
        }

        private static byte[] Bytes(Random random, int count)
        {
            byte[] bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
    }
}
