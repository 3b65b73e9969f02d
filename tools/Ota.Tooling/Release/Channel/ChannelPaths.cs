namespace NanoOta.Tooling.Release
{
    /// <summary>Where a channel's files lie.</summary>
    public static class ChannelPaths
    {
        /// <summary>The name of the folder with records.</summary>
        public const string RecordFolderName = "channels";

        /// <summary>The folder of records beside a file.</summary>
        public static string RecordFolderBeside(string file) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, RecordFolderName);

        /// <summary>The record of a product's channel: a folder for each product, since both names may hold dots.</summary>
        public static string Record(string folder, string product, string channel) => Path.Combine(folder, product, channel + ".jws");

        /// <summary>Whether a path is a folder or lies below it. Links are followed as far as the path exists.</summary>
        public static bool IsInside(string path, string folder)
        {
            string inner = Resolve(path) + Path.DirectorySeparatorChar;
            return inner.StartsWith(Resolve(folder) + Path.DirectorySeparatorChar, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        private static string Resolve(string path)
        {
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            FileSystemInfo info = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
            return info.Exists ? info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full : full;
        }
    }
}
