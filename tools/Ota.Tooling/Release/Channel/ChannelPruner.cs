using System.Globalization;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Removes what nothing refers to: leftovers of publishers that ended, and with a limit the releases that fell out of the history. A manifest counts
    /// here whoever signed it, so that nothing is removed by mistake. Links are not followed, and files of other kinds are left alone.
    /// </summary>
    public static class ChannelPruner
    {
        private static readonly string[] _extensions = [".img", ".chunks", ".delta"];

        /// <summary>Removes, or only lists. The paths, relative to the served folder, with their sizes.</summary>
        /// <param name="served">The served folder.</param>
        /// <param name="keep">Manifests of each channel's history that stay, the newest; null for all.</param>
        /// <param name="mode">Whether anything is removed.</param>
        /// <param name="patience">How long another publisher's end is waited for.</param>
        /// <param name="cancellation">Ends the work between two files.</param>
        public static async Task<IReadOnlyList<(string Path, long Size)>> RunAsync(string served, int? keep, PublishMode mode, TimeSpan patience, CancellationToken cancellation)
        {
            List<(string, long)> removed = [];
            foreach (string channel in Files.Folders(served).Where(folder => File.Exists(Path.Combine(folder, Publisher.ManifestName))))
            {
                using TurnLock? turn = mode == PublishMode.DryRun ? null : await TurnLock.TakeAsync(Path.Combine(channel, Publisher.LockName), channel, patience, cancellation).ConfigureAwait(false);
                foreach (string file in Unreferred(channel, keep))
                {
                    cancellation.ThrowIfCancellationRequested();
                    removed.Add((Path.GetRelativePath(served, file), new FileInfo(file).Length));
                    if (mode == PublishMode.Publish)
                    {
                        File.Delete(file);
                        RemoveEmpty(Path.GetDirectoryName(file)!, channel);
                    }
                }
            }

            return removed;
        }

        private static List<string> Unreferred(string channel, int? keep)
        {
            string history = Path.Combine(channel, ChannelHistory.FolderName);
            string[] manifests = Directory.Exists(history)
                ? [.. Files.List(history, "*.jws").Where(path => RevisionOf(path) != null && !IsLink(path)).OrderByDescending(RevisionOf)]
                : [];
            ManifestContent published = Read(Path.Combine(channel, Publisher.ManifestName));
            List<string> forgotten = [.. manifests.Skip(keep ?? int.MaxValue).Where(path => RevisionOf(path) != published.Revision)];
            HashSet<string> referred = [.. ChannelHistory.FilesOf(published), .. manifests.Except(forgotten).SelectMany(path => ChannelHistory.FilesOf(Read(path)))];
            IEnumerable<string> files = Files.Folders(channel).Append(channel).Where(folder => !IsLink(folder))
                .SelectMany(folder => Files.List(folder, "*"))
                .Where(path => !IsLink(path));
            return [.. forgotten, .. files.Where(path => IsLeftover(path) || (_extensions.Contains(Path.GetExtension(path)) && !referred.Contains(Path.GetRelativePath(channel, path).Replace('\\', '/'))))];
        }

        // A manifest that cannot be read may refer to anything, so nothing is removed then.
        private static ManifestContent Read(string path)
        {
            return ManifestParser.ParseUntrusted(Envelope.Split(Files.ReadAll(path, Jws.MaxLength), path).Payload)
                ?? throw new ToolException(ExitCode.BadInput, $"{path} is not a manifest, so nobody knows what it refers to, and nothing is removed. Move the file away.");
        }

        private static bool IsLeftover(string path) => Path.GetFileName(path) is { } name && name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal);

        private static bool IsLink(string path) => new FileInfo(path).LinkTarget != null;

        private static long? RevisionOf(string path) =>
            long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long revision) ? revision : null;

        private static void RemoveEmpty(string folder, string channel)
        {
            if (folder != channel && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }
}
