using System.Globalization;
using System.Text.Json;

namespace NanoOta.Tooling.Release
{
    /// <summary>Every manifest of a channel, under its revision: history/{revision}.jws. They never change.</summary>
    internal sealed class ChannelHistory(string channelFolder)
    {
        private const string Extension = ".jws";

        private readonly string _folder = Path.Combine(channelFolder, "history");

        /// <summary>Keeps a manifest. Its path.</summary>
        public string Add(long revision, byte[] envelope)
        {
            string path = Path.Combine(_folder, revision.ToString(CultureInfo.InvariantCulture) + Extension);
            Files.MakeFolder(_folder);
            Files.WriteAtomically(path, envelope);
            return path;
        }

        /// <summary>The images of a component that are still there, the newest release first, each image once.</summary>
        public IEnumerable<byte[]> Images(string component)
        {
            HashSet<string> seen = [];
            foreach (string path in Manifests())
            {
                foreach ((string url, string identity) in ImagesOf(path, component))
                {
                    string file = Path.Combine(channelFolder, url);
                    if (seen.Add(identity) && File.Exists(file))
                    {
                        yield return Files.ReadAll(file);
                    }
                }
            }
        }

        private IEnumerable<string> Manifests() => !Directory.Exists(_folder)
            ? []
            : Files.List(_folder, "*" + Extension)
                .Select(path => (Path: path, IsRevision: long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out long revision), Revision: revision))
                .Where(each => each.IsRevision)
                .OrderByDescending(each => each.Revision)
                .Select(each => each.Path);

        // A file that is no manifest, or one whose images are elsewhere, has nothing for a delta file.
        private static List<(string Url, string Identity)> ImagesOf(string path, string component)
        {
            try
            {
                using JsonDocument payload = JsonDocument.Parse(Envelope.Split(Files.ReadAll(path), path).Payload);
                return
                [
                    .. payload.RootElement.GetProperty("images").EnumerateArray()
                        .Where(image => image.GetProperty("component").GetString() == component)
                        .Select(image => (image.GetProperty("url").GetString()!, image.GetProperty("chunks").GetProperty("sha256").GetString()!))
                        .Where(image => !image.Item1.Contains("..", StringComparison.Ordinal) && !Path.IsPathRooted(image.Item1)),
                ];
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ToolException)
            {
                return [];
            }
        }
    }
}
