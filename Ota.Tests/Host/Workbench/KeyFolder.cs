using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Workbench
{
    /// <summary>A folder of keys for the time of a test, in the place of the user's own.</summary>
    internal sealed class KeyFolder : IDisposable
    {
        private readonly string? _before = Environment.GetEnvironmentVariable(KeyStore.Variable);

        public KeyFolder(string path)
        {
            Environment.SetEnvironmentVariable(KeyStore.Variable, path);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(KeyStore.Variable, _before);
    }
}
