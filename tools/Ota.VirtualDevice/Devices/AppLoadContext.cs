using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// Where the code of one run of a board lives. Nothing comes into it from outside but the .NET runtime itself and the contract of the
    /// natives: what the board does not hold is not found.
    /// </summary>
    internal sealed class AppLoadContext : AssemblyLoadContext
    {
        /// <summary>The assembly that stands for the interop in the firmware.</summary>
        internal const string NativesAssembly = "Ota.Esp32";

        private const string NativesType = "NanoOta.BoardNatives";

        private readonly Dictionary<string, byte[]> _assemblies;

        /// <summary>A context that has these assemblies at hand, and those that are loaded into it.</summary>
        internal AppLoadContext(string name, IReadOnlyList<AppAssembly> assemblies)
            : base(name, isCollectible: true)
        {
            _assemblies = assemblies.ToDictionary(assembly => assembly.Name, assembly => assembly.Bytes, StringComparer.OrdinalIgnoreCase);
        }

        /// <summary>Gives the natives to the run's copy of <see cref="NativesAssembly"/>.</summary>
        internal static void Attach(Assembly natives, IBoard board)
        {
            MethodInfo attach = natives.GetType(NativesType, throwOnError: true)!.GetMethod("Attach", [typeof(IBoard)])
                ?? throw new MissingMethodException(NativesType, "Attach");
            attach.CreateDelegate<Action<IBoard>>()(board);
        }

        /// <summary>The one <c>public static void Main()</c> of these assemblies.</summary>
        internal static Action FindMain(params IReadOnlyList<Assembly> assemblies)
        {
            MethodInfo[] found =
            [
                .. assemblies
                    .SelectMany(assembly => assembly.GetTypes())
                    .Select(type => type.GetMethod("Main", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly, Type.EmptyTypes))
                    .OfType<MethodInfo>()
                    .Where(method => method.ReturnType == typeof(void)),
            ];
            return found.Length == 1
                ? found[0].CreateDelegate<Action>()
                : throw new EntryPointNotFoundException($"There are {found.Length} methods 'public static void Main()', not one.");
        }

        /// <inheritdoc/>
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

            // Null would fall back on whatever this process has loaded, and hide that the board lacks it.
            return File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"))
                ? null
                : throw new FileNotFoundException($"Assembly '{name}' is not on the board.", name);
        }
    }
}
