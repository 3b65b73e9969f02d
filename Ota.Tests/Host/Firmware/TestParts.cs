using NanoOta.Formats;

namespace NanoOta.Tests.Firmware
{
    /// <summary>Parts of attached applications, made of assemblies that have nothing but headers, names and noise.</summary>
    internal static class TestParts
    {
        public static byte[] Assembly(string name, int length = 40, bool hasEntryPoint = false, uint natives = 0, int generation = 1) => new PeWriter
        {
            Name = name,
            Generation = generation,
            HasEntryPoint = hasEntryPoint,
            NativeChecksum = natives,
            Payload = Enumerable.Range(0, length).Select(i => (byte)((i * 7) + name.Length)).ToArray(),
        }.Write();

        public static byte[] Part(params byte[][] assemblies)
        {
            using MemoryStream part = new();
            foreach (byte[] assembly in assemblies)
            {
                part.Write(assembly);
                part.Write(new byte[-part.Length & 3]);
            }

            return part.ToArray();
        }

        public static byte[] Boot() => Part(
            Assembly("mscorlib", 801, natives: 0x1549C856),
            Assembly("Ota.Client", 402),
            Assembly("Boot", 33, hasEntryPoint: true));

        public static byte[] App(string name = "App", int length = 1111) => Part(Assembly("Lib", 17), Assembly(name, length, hasEntryPoint: true));

        public static AppSegment Segment(byte[]? boot = null, byte[]? app = null)
        {
            AppSegmentFault fault = AppSegment.Create(boot ?? Boot(), app ?? App(), out AppSegment? segment);
            return segment ?? throw new InvalidOperationException($"The segment was refused: {fault}.");
        }
    }
}
