using System.Buffers.Binary;
using NanoOta.Formats;
using NanoOta.Tooling.Pe;

namespace NanoOta.Tests.Tooling
{
    /// <summary>The real application images of Vectors/pe.</summary>
    internal static class Thermostat
    {
        public static string Folder(string version) => Path.Combine(AppContext.BaseDirectory, "Vectors", "pe", $"thermostat-{version}");

        public static byte[] Assembly(string version, string name) => File.ReadAllBytes(Path.Combine(Folder(version), $"Thermostat.{name}.pe"));

        /// <summary>
        /// Copies a version into a folder as a CLR links the version. App of 2.0.0 was built against Drivers 1.0, and 1.1 lies beside App: the reference is raised.
        /// </summary>
        public static string CopyTo(string folder, string version)
        {
            Directory.CreateDirectory(folder);
            PeAssembly drivers = PeAssembly.Parse(Assembly(version, "Drivers"), "Drivers");
            foreach (string file in Directory.EnumerateFiles(Folder(version)))
            {
                byte[] bytes = File.ReadAllBytes(file);
                Link(bytes, drivers);
                File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), bytes);
            }

            return folder;
        }

        private static void Link(byte[] pe, PeAssembly needed)
        {
            PeFormat format = PeFormat.Of(pe)!;
            PeAssembly assembly = PeAssembly.Parse(pe, "Thermostat");
            for (int i = 0; i < assembly.References.Count; i++)
            {
                if (assembly.References[i].Name == needed.Name)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(pe.AsSpan(format.HeaderSize + (i * format.ReferenceSize) + format.ReferenceVersionAt + 2), (ushort)needed.Version.Minor);
                }
            }

            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(PeFormat.AssemblyCrcAt), PeCrc.Compute(pe.AsSpan(format.HeaderSize)));
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(PeFormat.HeaderCrcAt), format.HeaderCrc(pe));
        }
    }
}
