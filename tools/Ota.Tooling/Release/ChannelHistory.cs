using System.Globalization;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Every manifest of a channel, under its revision: history/{revision}.jws. They never change. Only those that keys of the operator signed count.
    /// </summary>
    internal sealed class ChannelHistory(string channelFolder, IReadOnlyList<PublicKey> keys)
    {
        /// <summary>The folder's name.</summary>
        public const string FolderName = "history";

        private const string Extension = ".jws";

        private readonly string _folder = Path.Combine(channelFolder, FolderName);

        /// <summary>Where a manifest is kept.</summary>
        public string PathOf(long revision) => Path.Combine(_folder, revision.ToString(CultureInfo.InvariantCulture) + Extension);

        /// <summary>The images of a component that are still there, the newest release first, each image once.</summary>
        public IEnumerable<byte[]> Images(string component)
        {
            HashSet<string> seen = [];
            foreach ((_, ManifestContent content) in Manifests())
            {
                foreach (ImageContent image in content.Images.Where(image => image.Component == component && FolderRelease.IsInside(channelFolder, image.Image.File)))
                {
                    string file = FolderRelease.PathOf(channelFolder, image.Image.File);
                    if (seen.Add(image.Chunks.Identity) && File.Exists(file) && new FileInfo(file).Length == image.Image.Size)
                    {
                        yield return Files.ReadAll(file);
                    }
                }
            }
        }

        /// <summary>Whether a manifest, the published one or a kept one, refers to a file of the channel.</summary>
        public bool RefersTo(string url) => Manifests().Select(each => each.Content).Append(Published()).OfType<ManifestContent>()
            .Any(content => FilesOf(content).Contains(url));

        /// <summary>The manifests, the newest first.</summary>
        public IEnumerable<(string Path, ManifestContent Content)> Manifests() => !Directory.Exists(_folder)
            ? []
            : Files.List(_folder, "*" + Extension)
                .Select(path => (Path: path, IsRevision: long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long revision), Revision: revision))
                .Where(each => each.IsRevision)
                .OrderByDescending(each => each.Revision)
                .Select(each => (each.Path, Content: Read(each.Path)))
                .Where(each => each.Content != null)
                .Select(each => (each.Path, each.Content!));

        /// <summary>The manifest that devices get; null when none of the operator's is there.</summary>
        public ManifestContent? Published()
        {
            string path = Path.Combine(channelFolder, Publisher.ManifestName);
            return File.Exists(path) ? Read(path) : null;
        }

        /// <summary>The files that a manifest refers to, relative to the channel's folder.</summary>
        public static IEnumerable<string> FilesOf(ManifestContent content) => content.Images
            .SelectMany(image => new[] { image.Image.File, image.Chunks.File, image.Delta })
            .OfType<string>();

        // A file that is no manifest, or not the operator's, is as good as none.
        private ManifestContent? Read(string path)
        {
            try
            {
                return ManifestParser.Open(Files.ReadAll(path, Jws.MaxLength), keys, out _);
            }
            catch (ToolException)
            {
                return null;
            }
        }
    }
}
