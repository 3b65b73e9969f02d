using System.Security.Cryptography;
using NanoOta.Formats;

namespace NanoOta.Tooling.Release
{
    /// <summary>One image of a release in memory, with its chunk table and what the manifest says of it.</summary>
    internal sealed record ReleasePart(PackFile Pack, byte[] Image, byte[] Chunks, string Version)
    {
        /// <summary>What 'pack' left in a folder. Refuses files that changed since.</summary>
        public static ReleasePart OfPack(PackFile pack, string folder, string releaseVersion) => new(
            pack,
            Read(pack.Image, folder),
            Read(pack.Chunks, folder),

            // What the image says of itself, where that is a version that a manifest can name; else the release's.
            pack.FirmwareVersion is string own && ReleaseVersion.Parse(own) != ReleaseVersion.Invalid ? own : releaseVersion);

        /// <summary>What a channel has published: the images of a manifest that keys of the operator signed.</summary>
        public static IReadOnlyList<ReleasePart> OfPublished(ManifestContent content, string channelFolder) => [.. content.Images.Select(image =>
        {
            byte[] bytes = Files.ReadAll(FolderRelease.PathOf(channelFolder, image.Image.File));
            if (bytes.Length != image.Image.Size || Base64.Url(SHA256.HashData(bytes)) != image.Image.Sha256)
            {
                throw new ToolException(ExitCode.BadInput, $"{Path.Combine(channelFolder, image.Image.File)} is not the image that was signed. Bring the file back from a backup.");
            }

            byte[] chunks = Files.ReadAll(FolderRelease.PathOf(channelFolder, image.Chunks.File));
            PackFile pack = new()
            {
                Format = 1,
                Component = image.Component,
                Image = image.Image,
                Chunks = new PackedFile(image.Chunks.File, chunks.Length, Base64.Url(SHA256.HashData(chunks))),
                Identity = image.Chunks.Identity,
                ChunkCount = ChunkTable.ChunksOf(bytes.Length),
                Chip = null,
                McuBoot = McuBootImage.IsImage(bytes) ? new PackedMcuBoot(image.Version, string.Empty) : null,
                Natives = image.Natives,
                Residents = image.Residents,
                Assemblies = [],
            };
            return new ReleasePart(pack, bytes, chunks, image.Version);
        })];

        private static byte[] Read(PackedFile packed, string folder)
        {
            byte[] bytes = Files.ReadAll(Path.Combine(folder, Path.GetFileName(packed.File)));
            return bytes.Length == packed.Size && Base64.Url(SHA256.HashData(bytes)) == packed.Sha256
                ? bytes
                : throw new ToolException(ExitCode.BadInput, $"{Path.Combine(folder, packed.File)} changed after it was packed. Run 'nanoota pack' again.");
        }
    }
}
