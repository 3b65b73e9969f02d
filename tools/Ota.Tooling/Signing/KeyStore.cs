namespace NanoOta.Tooling.Signing
{
    /// <summary>
    /// Where keys lie: a name without a folder and without '.pem' stands for a file of the user's own folder, outside every repository. Anything else is
    /// a path.
    /// </summary>
    public static class KeyStore
    {
        /// <summary>The environment variable that names another folder.</summary>
        public const string Variable = "NANOOTA_KEYS";

        /// <summary>The name of a key where none is given.</summary>
        public const string DefaultName = "release";

        /// <summary>The folder: $NANOOTA_KEYS, or nanoota in the user's configuration (~/.config, %APPDATA%).</summary>
        public static string Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "nanoota");

        /// <summary>The file of a new private key.</summary>
        public static string FileOf(string nameOrPath) => IsName(nameOrPath) ? Path.Combine(Folder, nameOrPath + ".pem") : nameOrPath;

        /// <summary>The file of a key that is there: the path itself, else a private or public key of that name in the folder.</summary>
        public static string Find(string nameOrPath)
        {
            if (!IsName(nameOrPath) || File.Exists(nameOrPath))
            {
                return nameOrPath;
            }

            string file = FileOf(nameOrPath);
            string open = PublicFileOf(file);
            return File.Exists(file) ? file
                : File.Exists(open) ? open
                : throw new ToolException(ExitCode.InputOutput, $"There is no key '{nameOrPath}': neither a file of that name nor {file}. 'nanoota keygen {nameOrPath}' makes one.");
        }

        /// <summary>The public key beside a private one.</summary>
        public static string PublicFileOf(string file) =>
            (file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) ? file[..^4] : file) + ".pub.pem";

        /// <summary>The git repository that a file lies in; null for none.</summary>
        public static string? RepositoryOf(string file)
        {
            for (string? folder = Path.GetDirectoryName(Path.GetFullPath(file)); folder != null; folder = Path.GetDirectoryName(folder))
            {
                if (Path.Exists(Path.Combine(folder, ".git")))
                {
                    return folder;
                }
            }

            return null;
        }

        /// <summary>Whether a text is a key's name and not a path.</summary>
        public static bool IsName(string text) => KeyId.IsValid(text) && !text.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) && text.Trim('.').Length != 0 && !text.StartsWith('-');
    }
}
