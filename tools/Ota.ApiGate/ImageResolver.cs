using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoOta.ApiGate
{
    /// <summary>Finds the assemblies that a checked one refers to: the reference assemblies and the other device assemblies.</summary>
    public sealed class ImageResolver : IAssemblyResolver
    {
        private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.Ordinal);
        private readonly Dictionary<string, byte[]> _images = new(StringComparer.Ordinal);

        /// <summary>Knows the reference assemblies and the given ones.</summary>
        public ImageResolver(IEnumerable<CompiledAssembly> compiled)
        {
            foreach (string name in ReferenceAssemblies.Shared.Names)
            {
                _images[name] = ReferenceAssemblies.Shared.Find(name)!;
            }

            foreach (CompiledAssembly assembly in compiled)
            {
                _images[assembly.Name] = assembly.Image;
            }
        }

        /// <summary>A compiled assembly, with its debug information if it has some. Several may share a name, as test assemblies do.</summary>
        public AssemblyDefinition Load(CompiledAssembly assembly) =>
            _images[assembly.Name] == assembly.Image ? Resolve(new AssemblyNameReference(assembly.Name, null)) : Read(assembly.Image);

        /// <inheritdoc/>
        public AssemblyDefinition Resolve(AssemblyNameReference name)
        {
            if (!_read.TryGetValue(name.Name, out AssemblyDefinition? assembly))
            {
                byte[] image = _images.GetValueOrDefault(name.Name) ?? throw new AssemblyResolutionException(name);
                assembly = Read(image);
                _read.Add(name.Name, assembly);
            }

            return assembly;
        }

        /// <inheritdoc/>
        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

        /// <inheritdoc/>
        public void Dispose()
        {
            foreach (AssemblyDefinition assembly in _read.Values)
            {
                assembly.Dispose();
            }
        }

        private AssemblyDefinition Read(byte[] image) => AssemblyDefinition.ReadAssembly(new MemoryStream(image), new ReaderParameters
        {
            AssemblyResolver = this,
            ReadSymbols = true,
            SymbolReaderProvider = new DefaultSymbolReaderProvider(throwIfNoSymbol: false),
        });
    }
}
