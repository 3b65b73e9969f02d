namespace NanoOta.Cli
{
    /// <summary>A folder for the time of one command.</summary>
    internal sealed class WorkFolder : IDisposable
    {
        public WorkFolder()
        {
            Path = Directory.CreateTempSubdirectory("nanoota-").FullName;
        }

        /// <summary>Where it is.</summary>
        public string Path { get; }

        /// <inheritdoc/>
        public void Dispose()
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The system clears its folder for temporary files; what the command came to counts.
            }
        }
    }
}
