using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>Firmware for the virtual board: a stand-in for nanoCLR that registers the natives of nanoOta, with .NET assemblies attached.</summary>
    public static class HostFirmware
    {
        /// <summary>What the stand-in registers for Ota.Esp32, and what that assembly asks for here.</summary>
        public const uint NativesChecksum = 0x4E4F5441;

        /// <summary>What the stand-in registers: what a small nanoCLR does, and nanoOta's native half.</summary>
        public static IReadOnlyList<FirmwareNative> Natives { get; } =
            [.. StandInFirmware.DefaultNatives, new FirmwareNative(AppLoadContext.NativesAssembly, NativesChecksum, new Version(1, 4, 0, 0))];

        /// <summary>The assembly in the form of the board's parts, without the zeros behind.</summary>
        public static byte[] Wrap(byte[] assembly) => HostAssembly.Wrap(assembly, HostAssembly.NameOf(assembly) == AppLoadContext.NativesAssembly ? NativesChecksum : 0);

        /// <summary>Attaches an application to an image. The same input gives the same bytes.</summary>
        /// <param name="firmware">An image without or with an application, as <see cref="StandInFirmware"/> builds one.</param>
        /// <param name="boot">The .NET assemblies of the boot part, each behind those that its references name. At least one.</param>
        /// <param name="app">Those of the application part.</param>
        /// <exception cref="ArgumentException">They make no application.</exception>
        public static byte[] Attach(byte[] firmware, IEnumerable<byte[]> boot, IEnumerable<byte[]> app) =>
            AttachWrapped(firmware, boot.Select(Wrap), app.Select(Wrap));

        /// <summary>The same, of assemblies that are wrapped already.</summary>
        public static byte[] AttachWrapped(byte[] firmware, IEnumerable<byte[]> boot, IEnumerable<byte[]> app)
        {
            AppSegmentFault segmentFault = AppSegment.Create(Join(boot), Join(app), out AppSegment? segment);
            if (segment == null || AttachedImage.Open(firmware, out AttachedImage? image, out _, out _) != AttachFault.None)
            {
                throw new ArgumentException($"The assemblies make no application: {segmentFault}.", nameof(app));
            }

            AttachFault fault = image!.With(segment, int.MaxValue, out byte[]? bytes);
            return bytes ?? throw new ArgumentException($"The application cannot be attached: {fault}.", nameof(firmware));
        }

        private static byte[] Join(IEnumerable<byte[]> assemblies)
        {
            using MemoryStream part = new();
            foreach (byte[] assembly in assemblies)
            {
                part.Write(assembly);
                part.Write(new byte[-part.Length & 3]);
            }

            return part.ToArray();
        }
    }
}
