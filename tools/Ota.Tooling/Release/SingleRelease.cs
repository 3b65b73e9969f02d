using System.Buffers.Binary;
using System.Text.Json.Nodes;
using NanoOta.Tooling.Inspection;

namespace NanoOta.Tooling.Release
{
    /// <summary>A release in one file, for SD cards: a head, the manifest, the chunk table, the image. docs/FORMAT.md, "Single file".</summary>
    public static class SingleRelease
    {
        private const int HeaderLength = 20;

        private static ReadOnlySpan<byte> Magic => "nanoOta1"u8;

        /// <summary>True for a file that begins as a single file does.</summary>
        public static bool IsSingle(ReadOnlySpan<byte> data) => data.StartsWith(Magic);

        /// <summary>
        /// Writes the release that a publishing laid out, as one file. The file is there whole, or as before. Throws <see cref="ToolException"/> for a
        /// release of several images: a device would not know which one is meant.
        /// </summary>
        public static void Write(string path, PublishResult published)
        {
            if (published.Content.Images is not [ImageContent image])
            {
                throw new ToolException(ExitCode.Usage, $"--single takes a release with one image, and this one has {published.Content.Images.Count}. Publish each component in a channel of its own.");
            }

            string folder = Path.GetDirectoryName(published.ManifestPath)!;
            Files.WriteAtomically(
                path,
                Join(
                    Files.ReadAll(published.ManifestPath),
                    Files.ReadAll(Path.Combine(folder, image.Chunks.File)),
                    Files.ReadAll(Path.Combine(folder, image.Image.File))));
        }

        /// <summary>The bytes of a single file.</summary>
        public static byte[] Join(byte[] manifest, byte[] table, byte[] image)
        {
            byte[] file = new byte[HeaderLength + manifest.Length + table.Length + image.Length];
            Magic.CopyTo(file);
            int at = HeaderLength;
            foreach ((byte[] part, int field) in ((byte[], int)[])[(manifest, 8), (table, 12), (image, 16)])
            {
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(field), part.Length);
                part.CopyTo(file, at);
                at += part.Length;
            }

            return file;
        }

        /// <summary>What stands in a single file. Throws <see cref="ToolException"/> if the parts are not the whole file.</summary>
        internal static JsonObject Inspect(byte[] data, string name)
        {
            long sum = HeaderLength;
            int[] lengths = new int[3];
            for (int i = 0; i < lengths.Length && data.Length >= HeaderLength; i++)
            {
                lengths[i] = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(8 + (4 * i)));
                sum += lengths[i] > 0 ? lengths[i] : long.MaxValue / 4;
            }

            if (sum != data.Length)
            {
                throw new ToolException(ExitCode.BadInput, $"{name} is a release in a single file, and was cut off or damaged: its parts are not the whole file. Copy the file again.");
            }

            return new JsonObject
            {
                ["kind"] = "single file",
                ["manifest"] = Inspector.Inspect(data[HeaderLength..(HeaderLength + lengths[0])], name),
                ["table"] = ChunkTableInspection.Inspect(data[(HeaderLength + lengths[0])..(HeaderLength + lengths[0] + lengths[1])]),
                ["image"] = Inspector.Inspect(data[^lengths[2]..], name),
            };
        }
    }
}
