namespace NanoOta.Tests.Tooling
{
    /// <summary>A folder that goes away with its test.</summary>
    internal sealed class TempFolder : IDisposable
    {
        public TempFolder()
        {
            Path = Directory.CreateTempSubdirectory("nanoota-test-").FullName;
        }

        public string Path { get; }

        public string this[string name] => System.IO.Path.Combine(Path, name);

        public string Write(string name, byte[] bytes)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
            File.WriteAllBytes(this[name], bytes);
            return this[name];
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
