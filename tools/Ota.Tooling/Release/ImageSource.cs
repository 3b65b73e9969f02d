using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Pe;
using NanoOta.VirtualDevice;

namespace NanoOta.Tooling.Release
{
    /// <summary>An image as 'pack' reads it: a folder of assemblies, a managed image, an ESP-IDF image, or bytes of another kind.</summary>
    public sealed record ImageSource(byte[] Bytes, IReadOnlyList<PlacedAssembly> Assemblies, EspImageInfo? Esp)
    {
        /// <summary>The component that such an image usually is.</summary>
        public string UsualComponent => Esp == null ? "app" : "firmware";

        /// <summary>Reads a folder or a file. What claims to be assemblies or an ESP-IDF image must be sound.</summary>
        public static ImageSource Load(string path)
        {
            if (Directory.Exists(path))
            {
                AppImage image = AppImage.FromFolder(path);
                return new ImageSource(image.Bytes, image.Assemblies, null);
            }

            byte[] bytes = Files.ReadAll(path);
            string name = Path.GetFileName(path);
            if (bytes.Length == 0)
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is empty. Give a folder of .pe files or an image.");
            }

            if (bytes.AsSpan().StartsWith(PeAssembly.Marker))
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
                int step = image.AsSpan(at).IndexOf(PeAssembly.Marker);
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
