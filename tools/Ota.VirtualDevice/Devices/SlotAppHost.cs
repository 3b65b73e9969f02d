using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// Runs the assemblies that lie in the slot: loads them from its bytes into a context of their own, gives the natives to the run's
    /// copy of Ota.Esp32, and calls the app's <c>public static void Main()</c>. Nothing but the .NET runtime itself and the natives'
    /// contract comes from outside the slot.
    /// </summary>
    public sealed class SlotAppHost : IAppHost
    {
        private const string NativesAssembly = "Ota.Esp32";
        private const string NativesType = "NanoOta.BoardNatives";

        /// <inheritdoc/>
        public void Run(BootedApp app, IBoard board)
        {
            if (app.Image.Segments.Count <= AppImageBuilder.ContainerSegment)
            {
                throw new InvalidDataException("The image has no segment with assemblies.");
            }

            IReadOnlyList<AppAssembly> assemblies = AppContainer.Read(app.ReadSegment(AppImageBuilder.ContainerSegment));
            if (assemblies.Count == 0)
            {
                throw new InvalidDataException("The image holds no assemblies.");
            }

            SlotLoadContext context = new(app.Slot.Label, assemblies);
            try
            {
                if (assemblies.Any(assembly => assembly.Name == NativesAssembly))
                {
                    Attach(context.LoadFromAssemblyName(new AssemblyName(NativesAssembly)), board);
                }

                FindMain(context.LoadFromAssemblyName(new AssemblyName(assemblies[0].Name)))();
            }
            finally
            {
                context.Unload();
            }
        }

        private static void Attach(Assembly natives, IBoard board)
        {
            MethodInfo attach = natives.GetType(NativesType, throwOnError: true)!.GetMethod("Attach", [typeof(IBoard)])
                ?? throw new MissingMethodException(NativesType, "Attach");
            attach.CreateDelegate<Action<IBoard>>()(board);
        }

        private static Action FindMain(Assembly app)
        {
            MethodInfo[] found =
            [
                .. app.GetTypes()
                    .Select(type => type.GetMethod("Main", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly, Type.EmptyTypes))
                    .OfType<MethodInfo>()
                    .Where(method => method.ReturnType == typeof(void)),
            ];
            return found.Length == 1
                ? found[0].CreateDelegate<Action>()
                : throw new EntryPointNotFoundException($"'{app.GetName().Name}' has {found.Length} methods 'public static void Main()', not one.");
        }

        private sealed class SlotLoadContext : AssemblyLoadContext
        {
            private readonly Dictionary<string, byte[]> _assemblies;

            internal SlotLoadContext(string name, IReadOnlyList<AppAssembly> assemblies)
                : base(name, isCollectible: true)
            {
                _assemblies = assemblies.ToDictionary(assembly => assembly.Name, assembly => assembly.Bytes, StringComparer.OrdinalIgnoreCase);
            }

            protected override Assembly? Load(AssemblyName assemblyName)
            {
                string name = assemblyName.Name ?? "";
                if (_assemblies.TryGetValue(name, out byte[]? bytes))
                {
                    return LoadFromStream(new MemoryStream(bytes, writable: false));
                }

                Assembly contract = typeof(IBoard).Assembly;
                if (name == contract.GetName().Name)
                {
                    return contract;
                }

                // Null would fall back on whatever this process has loaded, and hide that the slot lacks it.
                return File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"))
                    ? null
                    : throw new FileNotFoundException($"Assembly '{name}' is not in the image.", name);
            }
        }
    }
}
