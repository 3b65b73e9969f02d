namespace NanoOta.Workbench
{
    /// <summary>
    /// Waits for changes of an application's sources. Looks at the files again and again: editors replace files in many ways, and file systems of virtual
    /// machines and networks tell nobody.
    /// </summary>
    public sealed class SourceWatch
    {
        private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(250);
        private static readonly string[] _left = ["bin", "obj", "packages", VirtualWorld.FolderName, ".git", ".vs"];

        private readonly string _folder;
        private readonly string[] _kinds;
        private string _seen;

        /// <summary>Of an application's sources, from now on.</summary>
        public static SourceWatch OfSources(string folder) => new(folder, [".cs", ".nfproj", ".projitems"]);

        /// <summary>Of what a build writes into a folder, from now on.</summary>
        public static SourceWatch OfBuild(string folder) => new(folder, [".pe"]);

        private SourceWatch(string folder, string[] kinds)
        {
            _folder = folder;
            _kinds = kinds;
            _seen = Stamp();
        }

        /// <summary>True once something has changed and then stayed for a moment; false when cancelled.</summary>
        public async Task<bool> WaitForChangeAsync(CancellationToken cancellation)
        {
            while (true)
            {
                try
                {
                    await Task.Delay(_look, cancellation).ConfigureAwait(false);
                    string now = Stamp();
                    if (now == _seen)
                    {
                        continue;
                    }

                    await Task.Delay(_look, cancellation).ConfigureAwait(false);
                    if (Stamp() == now)
                    {
                        _seen = now;
                        return true;
                    }
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
            }
        }

        private string Stamp() => string.Join('\n', Walk(new DirectoryInfo(_folder)).Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));

        private IEnumerable<FileInfo> Walk(DirectoryInfo folder)
        {
            try
            {
                return
                [
                    .. folder.EnumerateFiles().Where(file => _kinds.Contains(file.Extension)),
                    .. folder.EnumerateDirectories().Where(inner => !_left.Contains(inner.Name)).SelectMany(Walk),
                ];
            }
            catch (IOException)
            {
                // A folder that goes away while the watch looks.
                return [];
            }
        }
    }
}
