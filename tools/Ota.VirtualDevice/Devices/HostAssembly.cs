using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>Puts .NET assemblies into the form that <see cref="HostPe"/> describes, so that they go through everything that nanoFramework's do.</summary>
    public static class HostAssembly
    {
        // M2Mqtt's stand-in lies over this library of .NET, which no device has. So the library counts as the runtime's.
        private const string MqttLibrary = "MQTTnet";

        /// <summary>
        /// Wraps a .NET assembly. Its name, version and references are its own. References to the .NET runtime, to MQTTnet and to the board's natives
        /// are left out, like a CLR's own library. A program's entry point is marked. The same assembly gives the same bytes.
        /// </summary>
        /// <param name="assembly">A .NET assembly.</param>
        /// <param name="nativeChecksum">What the firmware must register for the assembly; 0 for none.</param>
        public static byte[] Wrap(byte[] assembly, uint nativeChecksum = 0)
        {
            using PEReader pe = new(new MemoryStream(assembly, writable: false));
            MetadataReader metadata = pe.GetMetadataReader();
            AssemblyDefinition definition = metadata.GetAssemblyDefinition();
            (string Name, Version Version)[] references =
            [
                .. metadata.AssemblyReferences
                    .Select(metadata.GetAssemblyReference)
                    .Select(reference => (Name: metadata.GetString(reference.Name), reference.Version))
                    .Where(reference => !IsGiven(reference.Name)),
            ];
            byte[] payload = new byte[4 + ((assembly.Length + 3) & ~3)];
            BinaryPrimitives.WriteInt32LittleEndian(payload, assembly.Length);
            assembly.CopyTo(payload, 4);
            return new PeWriter
            {
                Name = metadata.GetString(definition.Name),
                Version = definition.Version,
                References = references,
                NativeChecksum = nativeChecksum,
                HasEntryPoint = pe.PEHeaders.CorHeader?.EntryPointTokenOrRelativeVirtualAddress > 0,
                Payload = payload,
            }.Write();
        }

        /// <summary>The simple name of a .NET assembly.</summary>
        public static string NameOf(byte[] assembly)
        {
            using PEReader pe = new(new MemoryStream(assembly, writable: false));
            MetadataReader metadata = pe.GetMetadataReader();
            return metadata.GetString(metadata.GetAssemblyDefinition().Name);
        }

        /// <summary>Whether an assembly stands for what a firmware has, so that no image holds the assembly.</summary>
        internal static bool IsGiven(string name)
        {
            return name == typeof(IBoard).Assembly.GetName().Name || name == MqttLibrary || File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));
        }
    }
}
