using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>Puts .NET assemblies into the form that <see cref="HostPe"/> describes, so that they go through everything that nanoFramework's do.</summary>
    public static class HostAssembly
    {
        private const int ReferenceSize = 12;
        private const int StringTable = 11;

        /// <summary>
        /// Wraps a .NET assembly. Its name, version and references are its own; references to the .NET runtime and to the board's natives
        /// are left out, as those to the core library of a CLR would be. The same assembly gives the same bytes.
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
            return Wrap(metadata.GetString(definition.Name), definition.Version, references, assembly);
        }

        private static bool IsGiven(string name)
        {
            return name == typeof(IBoard).Assembly.GetName().Name || File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));
        }

        private static byte[] Wrap(string name, Version version, (string Name, Version Version)[] references, byte[] payload)
        {
            using MemoryStream strings = new();
            strings.WriteByte(0);
            int nameAt = AddString(strings, name);
            byte[] table = new byte[references.Length * ReferenceSize];
            for (int i = 0; i < references.Length; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(i * ReferenceSize), (ushort)AddString(strings, references[i].Name));
                WriteVersion(table.AsSpan((i * ReferenceSize) + 4), references[i].Version);
            }

            strings.Write(new byte[-strings.Length & 3]);
            int stringsAt = HostPe.HeaderSize + table.Length;
            int payloadAt = stringsAt + (int)strings.Length;
            byte[] result = new byte[payloadAt + 4 + ((payload.Length + 3) & ~3)];
            PeFileHeader.Marker.CopyTo(result);
            BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(24), 0xFFFFFFFF);
            WriteVersion(result.AsSpan(28), version);
            BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(36), (ushort)nameAt);
            BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(38), 1);
            for (int i = 0; i < HostPe.TableCount; i++)
            {
                int at = i == 0 ? HostPe.HeaderSize : i <= StringTable ? stringsAt : i <= HostPe.PayloadTable ? payloadAt : result.Length;
                BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(40 + (4 * i)), at);
            }

            table.CopyTo(result, HostPe.HeaderSize);
            strings.ToArray().CopyTo(result, stringsAt);
            BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(payloadAt), payload.Length);
            payload.CopyTo(result, payloadAt + 4);
            BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(12), PeCrc.Compute(result.AsSpan(HostPe.HeaderSize)));
            BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(8), PeFileHeader.Crc(result));
            return result;
        }

        private static int AddString(MemoryStream strings, string text)
        {
            int at = (int)strings.Length;
            strings.Write(Encoding.UTF8.GetBytes(text + '\0'));
            return at;
        }

        private static void WriteVersion(Span<byte> target, Version version)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)version.Major);
            BinaryPrimitives.WriteUInt16LittleEndian(target[2..], (ushort)version.Minor);
            BinaryPrimitives.WriteUInt16LittleEndian(target[4..], (ushort)version.Build);
            BinaryPrimitives.WriteUInt16LittleEndian(target[6..], (ushort)version.Revision);
        }
    }
}
