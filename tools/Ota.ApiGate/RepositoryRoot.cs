namespace NanoOta.ApiGate
{
    /// <summary>Where the repository is.</summary>
    public static class RepositoryRoot
    {
        /// <summary>The folder of nanoOta.sln: <paramref name="start"/> or one above it.</summary>
        public static string Find(string start)
        {
            for (string? folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "nanoOta.sln")))
                {
                    return folder;
                }
            }

            throw new DirectoryNotFoundException($"nanoOta.sln is neither in {start} nor above it.");
        }
    }
}
