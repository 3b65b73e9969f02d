using NanoOta.Formats;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// An image as 'pack' reads it: a folder of assemblies, a managed image, an ESP-IDF image, a signed MCUboot image with any of these in
    /// it, or bytes of another kind.
    /// </summary>
    public sealed record ImageSource(byte[] Bytes, IReadOnlyList<PlacedAssembly> Assemblies, EspImageInfo? Esp, McuBootInfo? McuBoot = null)
    {
        /// <summary>The component that such an image usually is.</summary>
        public string UsualComponent => Esp == null ? "app" : "firmware";

        /// <summary>A firmware with an application attached: its version is the release's, since the firmware's own stays when the application changes.</summary>
        public bool HasApp => Esp != null && McuBoot == null && AppSegment.Find(Bytes, Esp, out _) != AppSegmentFault.Magic;

        /// <summary>Whether it is of a kind that devices start, and not mere bytes.</summary>
        public bool IsKnown => Esp != null || McuBoot != null || Assemblies.Count != 0;

        /// <summary>Reads a folder or a file. What claims to be assemblies or an ESP-IDF image must be sound.</summary>
        public static ImageSource Load(string path) => Load(path, null);

        /// <summary>The same; the signature of a MCUboot image is checked with the key, if there is one.</summary>
        public static ImageSource Load(string path, PublicKey? mcuBootKey)
        {
            if (Directory.Exists(path))
            {
                AppImage image = AppImage.FromFolder(path);
                return new ImageSource(image.Bytes, image.Assemblies, null);
            }

            return Load(Files.ReadAll(path), path, mcuBootKey);
        }

        /// <summary>Reads an image out of a file's bytes.</summary>
        public static ImageSource Load(byte[] bytes, string path, PublicKey? mcuBootKey)
        {
            string name = Path.GetFileName(path);
            if (bytes.Length == 0)
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is empty. Give a folder of .pe files or an image.");
            }

            if (McuBootImage.IsImage(bytes))
            {
                McuBootInfo info = McuBootFirmware.Read(bytes, name, mcuBootKey);
                byte[] payload = McuBootFirmware.Payload(bytes, info).ToArray();
                ImageSource inner = payload.Length == 0 ? new ImageSource(payload, [], null) : Load(payload, $"The payload of {name}", null);
                return inner with { Bytes = bytes, McuBoot = info };
            }

            if (PeFormat.Of(bytes) != null)
            {
                return new ImageSource(bytes, AppImage.Parse(bytes, name).Assemblies, null);
            }

            return bytes[0] == EspImage.Magic
                ? new ImageSource(bytes, FindEmbedded(bytes), EspFirmware.Read(bytes, name))
                : new ImageSource(bytes, [], null);
        }

        /// <summary>Sound assemblies inside an image of another kind: firmware that carries its application in a segment.</summary>
        public static IReadOnlyList<PlacedAssembly> FindEmbedded(byte[] image)
        {
            List<PlacedAssembly> found = [];
            int at = 0;
            while (true)
            {
                int step = image.AsSpan(at).IndexOf(PeFormat.CommonMarker);
                if (step < 0)
                {
                    return found;
                }

                at += step;
                try
                {
                    PeAssembly assembly = PeAssembly.Parse(image.AsSpan(at), "embedded");
                    found.Add(new PlacedAssembly(assembly, at));
                    at += assembly.Bytes.Length;
                }
                catch (ToolException)
                {
                    // The marker alone, as a string in the firmware's own code.
                    at++;
                }
            }
        }
    }
}
