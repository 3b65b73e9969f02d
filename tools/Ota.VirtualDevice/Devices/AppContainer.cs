using System.Buffers.Binary;
using System.Text;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>A managed assembly in an app image.</summary>
    /// <param name="Name">Simple name, 1 to 255 bytes of UTF-8.</param>
    /// <param name="Bytes">The file.</param>
    public sealed record AppAssembly(string Name, byte[] Bytes);

    /// <summary>
    /// The assemblies of an app, in the second segment of its image: <c>NOTAAPP1</c>, u32 count, then for each u32 length of the name,
    /// the name in UTF-8, u32 length of the file, the file; each followed by zeros to a multiple of 4. Little-endian. The first is the app.
    /// </summary>
    public static class AppContainer
    {
        private const int MaxAssemblies = 64;
        private const int MaxName = 255;
        private static readonly byte[] _magic = "NOTAAPP1"u8.ToArray();

        /// <summary>Writes a container.</summary>
        public static byte[] Write(IReadOnlyList<AppAssembly> assemblies)
        {
            using MemoryStream stream = new();
            stream.Write(_magic);
            WriteNumber(stream, assemblies.Count);
            foreach (AppAssembly assembly in assemblies)
            {
                byte[] name = Encoding.UTF8.GetBytes(assembly.Name);
                if (name.Length is < 1 or > MaxName || assemblies.Count > MaxAssemblies)
                {
                    throw new ArgumentException("At most 64 assemblies, with names of 1 to 255 bytes.", nameof(assemblies));
                }

                WritePart(stream, name);
                WritePart(stream, assembly.Bytes);
            }

            return stream.ToArray();
        }

        /// <summary>Reads a container; bytes behind its end are not looked at.</summary>
        /// <exception cref="InvalidDataException">It is none.</exception>
        public static IReadOnlyList<AppAssembly> Read(ReadOnlySpan<byte> bytes)
        {
            if (!bytes.StartsWith(_magic))
            {
                throw new InvalidDataException("The segment holds no app container.");
            }

            bytes = bytes[_magic.Length..];
            int count = ReadNumber(ref bytes, MaxAssemblies);
            AppAssembly[] assemblies = new AppAssembly[count];
            for (int i = 0; i < count; i++)
            {
                string name = Encoding.UTF8.GetString(ReadPart(ref bytes, MaxName));
                assemblies[i] = new AppAssembly(name, ReadPart(ref bytes, bytes.Length).ToArray());
            }

            return assemblies;
        }

        private static void WriteNumber(MemoryStream stream, int value)
        {
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(number, value);
            stream.Write(number);
        }

        private static void WritePart(MemoryStream stream, byte[] part)
        {
            WriteNumber(stream, part.Length);
            stream.Write(part);
            stream.Write(new byte[-part.Length & 3]);
        }

        private static int ReadNumber(ref ReadOnlySpan<byte> bytes, int max)
        {
            if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) > (uint)max)
            {
                throw new InvalidDataException("The app container is cut short or has a number out of range.");
            }

            int value = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            bytes = bytes[4..];
            return value;
        }

        private static ReadOnlySpan<byte> ReadPart(ref ReadOnlySpan<byte> bytes, int max)
        {
            int length = ReadNumber(ref bytes, max);
            int padded = length + (-length & 3);
            if (padded > bytes.Length)
            {
                throw new InvalidDataException("The app container is cut short.");
            }

            ReadOnlySpan<byte> part = bytes[..length];
            bytes = bytes[padded..];
            return part;
        }
    }

    /// <summary>Builds the ESP image of a managed app. The same assemblies give the same bytes.</summary>
    public static class AppImageBuilder
    {
        /// <summary>The image segment that holds the container.</summary>
        public const int ContainerSegment = 1;

        /// <summary>An image of these assemblies, the app itself first.</summary>
        /// <param name="version">For the application description, at most 31 bytes.</param>
        /// <param name="projectName">For the application description, at most 31 bytes.</param>
        /// <param name="assemblies">All that the app needs but the .NET runtime's own and Ota.VirtualDevice.Natives.</param>
        public static byte[] Build(string version, string projectName, params IReadOnlyList<AppAssembly> assemblies)
        {
            EspImageBuilder builder = new() { Version = version, ProjectName = projectName };
            return builder.AddSegment(AppContainer.Write(assemblies)).Build();
        }

        /// <summary>The same, of assembly files.</summary>
        public static byte[] BuildFromFiles(string version, string projectName, params IEnumerable<string> paths)
        {
            return Build(version, projectName, [.. paths.Select(path => new AppAssembly(Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path)))]);
        }
    }
}
