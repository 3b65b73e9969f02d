namespace NanoOta.Tests.Tooling
{
    /// <summary>The real application images of Vectors/pe.</summary>
    internal static class Thermostat
    {
        public static string Folder(string version) => Path.Combine(AppContext.BaseDirectory, "Vectors", "pe", $"thermostat-{version}");

        public static byte[] Assembly(string version, string name) => File.ReadAllBytes(Path.Combine(Folder(version), $"Thermostat.{name}.pe"));
    }
}
