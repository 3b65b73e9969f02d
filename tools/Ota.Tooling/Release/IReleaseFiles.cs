namespace NanoOta.Tooling.Release
{
    /// <summary>The files of a release, by the URLs that stand in its manifest.</summary>
    public interface IReleaseFiles
    {
        /// <summary>
        /// Reads a file of at most <paramref name="limit"/> bytes; of a longer one, limit + 1 bytes. Throws <see cref="ToolException"/>
        /// when it is not there.
        /// </summary>
        Task<byte[]> ReadAsync(string url, int limit, CancellationToken cancellation);
    }

    /// <summary>Files in the manifest's folder and below it.</summary>
    public sealed class FolderRelease : IReleaseFiles
    {
        private readonly string _folder;

        /// <summary>Makes one for the folder that the manifest is in.</summary>
        public FolderRelease(string folder)
        {
            _folder = Path.GetFullPath(folder);
        }

        /// <summary>Whether a URL is relative and leads to a file below the folder. The manifest may be anyone's.</summary>
        public static bool IsInside(string folder, string url)
        {
            string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
            return !url.Contains("://", StringComparison.Ordinal)
                && !url.Contains('\0', StringComparison.Ordinal)
                && !url.Contains("%00", StringComparison.Ordinal)
                && Path.GetFullPath(Path.Combine(root, Uri.UnescapeDataString(url))).StartsWith(root, StringComparison.Ordinal);
        }

        /// <summary>The file of a URL. Throws <see cref="ToolException"/> when the URL leads elsewhere.</summary>
        public static string PathOf(string folder, string url) => IsInside(folder, url)
            ? Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(url)))
            : throw new ToolException(ExitCode.BadInput, $"{url} does not lie in the manifest's folder. Verify by the manifest's URL instead.");

        /// <inheritdoc/>
        public Task<byte[]> ReadAsync(string url, int limit, CancellationToken cancellation)
        {
            byte[] bytes = Files.ReadAll(PathOf(_folder, url));
            return Task.FromResult(bytes.Length > limit ? bytes[..(limit + 1)] : bytes);
        }
    }
}
