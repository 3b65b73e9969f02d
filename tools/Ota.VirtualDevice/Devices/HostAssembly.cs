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
        /// <summary>
        /// Wraps a .NET assembly. Its name, version and references are its own; references to the .NET runtime and to the board's natives
        /// are left out, as those to the core library of a CLR would be. A program's entry point is marked. The same assembly gives the same bytes.
        /// </summary>
        public static byte[] Wrap(byte[] assembly)
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
            return new PeWriter
            {
                Name = metadata.GetString(definition.Name),
                Version = definition.Version,
                References = references,
                HasEntryPoint = pe.PEHeaders.CorHeader?.EntryPointTokenOrRelativeVirtualAddress > 0,
                Payload = Content(assembly),
            }.Write();
        }

        private static bool IsGiven(string name)
        {
            return name == typeof(IBoard).Assembly.GetName().Name || File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));
        }

        private static byte[] Content(byte[] payload)
        {
            byte[] content = new byte[4 + ((payload.Length + 3) & ~3)];
            BinaryPrimitives.WriteInt32LittleEndian(content, payload.Length);
            payload.CopyTo(content, 4);
            return content;
        }
    }
}
