using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.Loader;
using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>
    /// Loads assemblies beside the deployed ones, as <c>Assembly.Load(byte[])</c> does on a device: what an assembly references must be
    /// there before it.
    /// </summary>
    public sealed class BoardLoader : IAppLoader
    {
        private const int NativeChecksumAt = 20;

        private readonly IBoard _board;
        private readonly BoardStorage _storage;
        private readonly AssemblyLoadContext _context;
        private readonly Dictionary<string, int> _residents;
        private readonly List<Assembly> _loaded = [];

        /// <summary>What is loaded as this is made, is resident.</summary>
        public BoardLoader(IBoard board, BoardStorage storage)
        {
            _board = board;
            _storage = storage;
            _context = AssemblyLoadContext.GetLoadContext(typeof(BoardLoader).Assembly)!;
            _residents = _context.Assemblies
                .Select(assembly => assembly.GetName())
                .ToDictionary(name => name.Name!, name => (name.Version!.Major << 16) | name.Version.Minor, StringComparer.Ordinal);
        }

        /// <inheritdoc/>
        public int VersionOf(string name) => _residents.GetValueOrDefault(name, -1);

        /// <inheritdoc/>
        public OtaResult Load(byte[] assembly)
        {
            // As nanoCLR has it: native methods are for the deploy partition's assemblies alone (ClrLoader).
            byte[]? file = HostPe.Unwrap(assembly);
            if (file == null || BinaryPrimitives.ReadUInt32LittleEndian(assembly.AsSpan(NativeChecksumAt)) != 0)
            {
                return OtaResult.AssemblyRefused;
            }

            try
            {
                Assembly loaded = _context.LoadFromStream(new MemoryStream(file, writable: false));
                foreach (AssemblyName reference in loaded.GetReferencedAssemblies())
                {
                    _context.LoadFromAssemblyName(reference);
                }

                _loaded.Add(loaded);
                return OtaResult.Ok;
            }
            catch (Exception exception) when (exception is BadImageFormatException or IOException)
            {
                return OtaResult.AssemblyRefused;
            }
        }

        /// <inheritdoc/>
        public OtaResult Run()
        {
            for (int i = _loaded.Count - 1; i >= 0; i--)
            {
                MethodInfo? main = _loaded[i].GetTypes()
                    .Select(type => type.GetMethod(
                        "Main",
                        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly,
                        Type.EmptyTypes))
                    .FirstOrDefault(method => method?.ReturnType == typeof(void));
                if (main != null)
                {
                    _board.WriteConsole($"app {OtaContext.Current.Version} {Path.GetFileNameWithoutExtension(_storage.LastRead)}");
                    main.CreateDelegate<Action>()();
                    return OtaResult.Ok;
                }
            }

            return OtaResult.EntryPointMissing;
        }
    }
}
