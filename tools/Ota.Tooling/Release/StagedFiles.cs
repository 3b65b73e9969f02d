namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// The files of a release before any of them is written: what is new lies in memory, what is published already in the channel's folder. So a release
    /// is verified whole before the first byte is written, and whoever ends the work until then leaves nothing behind.
    /// </summary>
    internal sealed class StagedFiles(string channelFolder) : IReleaseFiles
    {
        private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
        private readonly FolderRelease _folder = new(channelFolder);
        private readonly List<(string Path, byte[]? Before)> _written = [];
        private readonly List<string> _madeFolders = [];

        /// <summary>The new files by their URLs, and their sizes.</summary>
        public IEnumerable<(string Url, int Size)> New => _files.Select(each => (each.Key, each.Value.Length));

        /// <summary>Adds a file, unless the same bytes are there. False when other bytes are there.</summary>
        public bool Add(string url, byte[] bytes)
        {
            string path = PathOf(url);
            if (File.Exists(path))
            {
                return Files.ReadAll(path).AsSpan().SequenceEqual(bytes);
            }

            _files[url] = bytes;
            return true;
        }

        /// <summary>Adds a file in place of one that was never published.</summary>
        public void Replace(string url, byte[] bytes) => _files[url] = bytes;

        /// <summary>Writes the files. Each is whole or not there at every instant, and none is referred to yet. The action is told before each.</summary>
        public void Write(Action<string>? beforeEach)
        {
            foreach ((string url, byte[] bytes) in _files)
            {
                beforeEach?.Invoke(url);
                string path = PathOf(url);
                MakeFolder(Path.GetDirectoryName(path)!);
                WriteOne(path, bytes);
            }
        }

        /// <summary>Writes one more file as a whole, so that <see cref="Undo"/> knows of it.</summary>
        public void WriteOne(string path, byte[] bytes, bool canBeUndone = true)
        {
            byte[]? before = canBeUndone && File.Exists(path) ? Files.ReadAll(path) : null;
            Files.WriteAtomically(path, bytes);
            if (canBeUndone)
            {
                _written.Add((path, before));
            }
        }

        /// <summary>Makes a folder that <see cref="Undo"/> takes away when it is empty.</summary>
        public void MakeFolder(string folder)
        {
            for (string? above = folder; !string.IsNullOrEmpty(above) && !Directory.Exists(above); above = Path.GetDirectoryName(above))
            {
                // The deepest one is taken away first.
                _madeFolders.Insert(0, above);
            }

            Files.MakeFolder(folder);
        }

        /// <summary>Takes everything back that was written, the last first. Does what can be done, and does not fail.</summary>
        public void Undo()
        {
            foreach ((string path, byte[]? before) in _written.AsEnumerable().Reverse())
            {
                Try(() =>
                {
                    if (before == null)
                    {
                        File.Delete(path);
                    }
                    else
                    {
                        Files.WriteAtomically(path, before);
                    }
                });
            }

            foreach (string folder in _madeFolders.AsEnumerable().Reverse())
            {
                Try(() =>
                {
                    if (!Directory.EnumerateFileSystemEntries(folder).Any())
                    {
                        Directory.Delete(folder);
                    }
                });
            }
        }

        /// <inheritdoc/>
        public Task<byte[]> ReadAsync(string url, int limit, CancellationToken cancellation) => _files.TryGetValue(url, out byte[]? bytes)
            ? Task.FromResult(bytes.Length > limit ? bytes[..(limit + 1)] : bytes)
            : _folder.ReadAsync(url, limit, cancellation);

        private static void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ToolException)
            {
                // The error that led here is the one to tell.
            }
        }

        private string PathOf(string url) => Path.Combine(channelFolder, url);
    }
}
