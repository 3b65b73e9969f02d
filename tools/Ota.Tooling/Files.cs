namespace NanoOta.Tooling
{
    /// <summary>File access whose failures are <see cref="ToolException"/>s that name the file and what to do.</summary>
    public static class Files
    {
        /// <summary>Bytes that a file may have: the whole flash of the largest module, four times.</summary>
        public const int MaxLength = 128 * 1024 * 1024;

        /// <summary>Reads a whole file of at most <see cref="MaxLength"/> bytes.</summary>
        public static byte[] ReadAll(string path) => ReadAll(path, MaxLength);

        /// <summary>Reads a whole file. A device or a link to one may have no end, so nothing past the bound is read.</summary>
        public static byte[] ReadAll(string path, int maxLength) => Guard(path, "read", () =>
        {
            if (Directory.Exists(path))
            {
                throw new ToolException(ExitCode.InputOutput, $"{path} is a folder, and a file is wanted. Name the file.");
            }

            using FileStream file = File.OpenRead(path);
            using MemoryStream bytes = new(file.CanSeek ? (int)Math.Min(file.Length, maxLength) : 0);
            byte[] buffer = new byte[65536];
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > maxLength)
                {
                    throw new ToolException(ExitCode.BadInput, $"{path} has more than {maxLength} bytes. No file of a release or of a device is that large.");
                }
            }

            return bytes.ToArray();
        });

        /// <summary>The files of a folder that match, sorted by name.</summary>
        public static string[] List(string folder, string pattern) => Guard(folder, "read", () =>
        {
            string[] files = Directory.GetFiles(folder, pattern);
            Array.Sort(files, StringComparer.Ordinal);
            return files;
        });

        /// <summary>The folders of a folder, sorted by name.</summary>
        public static string[] Folders(string folder) => Guard(folder, "read", () =>
        {
            string[] folders = Directory.GetDirectories(folder);
            Array.Sort(folders, StringComparer.Ordinal);
            return folders;
        });

        /// <summary>Makes a folder and those above it.</summary>
        public static void MakeFolder(string folder) => Guard(folder, "make", () => Directory.CreateDirectory(folder));

        /// <summary>
        /// Replaces a file as a whole: its readers see the old bytes or the new ones, also after a power cut. The new bytes stand
        /// in a hidden file beside it until the rename.
        /// </summary>
        public static void WriteAtomically(string path, ReadOnlyMemory<byte> bytes, bool secret = false)
        {
            string staged = Stage(path, bytes, secret);
            Guard(path, "write", () =>
            {
                try
                {
                    File.Move(staged, path, overwrite: true);
                }
                catch
                {
                    File.Delete(staged);
                    throw;
                }

                return 0;
            });
        }

        /// <summary>Writes a file that must not be there yet.</summary>
        public static void WriteNew(string path, ReadOnlyMemory<byte> bytes, bool secret = false) => Guard(path, "write", () =>
        {
            using FileStream file = new(path, Options(FileMode.CreateNew, secret));
            file.Write(bytes.Span);
            return 0;
        });

        private static string Stage(string path, ReadOnlyMemory<byte> bytes, bool secret) => Guard(path, "write", () =>
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            string staged = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
            try
            {
                using FileStream file = new(staged, Options(FileMode.CreateNew, secret));
                file.Write(bytes.Span);
                file.Flush(flushToDisk: true);
            }
            catch
            {
                File.Delete(staged);
                throw;
            }

            return staged;
        });

        private static FileStreamOptions Options(FileMode mode, bool secret)
        {
            FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
            if (secret && !OperatingSystem.IsWindows())
            {
                // Set as the file is made: there is no moment in which others can read it.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return options;
        }

        private static T Guard<T>(string path, string verb, Func<T> action)
        {
            if (path.Length == 0)
            {
                throw new ToolException(ExitCode.Usage, "The path of a file or folder is empty. A variable of the script may not be set.");
            }

            try
            {
                return action();
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new ToolException(ExitCode.InputOutput, $"{path} is not there. Check the path.", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new ToolException(ExitCode.InputOutput, $"Cannot {verb} {path}: {e.Message.TrimEnd('.')}.", e);
            }
        }
    }
}
