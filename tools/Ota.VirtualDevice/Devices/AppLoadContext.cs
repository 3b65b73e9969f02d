using System.Reflection;
using System.Runtime.Loader;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// Where the code of one run of a board lives. From outside come only the .NET runtime itself, MQTTnet and the contract of the natives. What
    /// the board does not hold is not found.
    /// </summary>
    internal sealed class AppLoadContext : AssemblyLoadContext
    {
        /// <summary>The assembly that stands for the interop in the firmware.</summary>
        internal const string NativesAssembly = "Ota.Esp32";

        private const string NativesType = "NanoOta.BoardNatives";

        /// <summary>A context of the assemblies that are loaded through the context.</summary>
        internal AppLoadContext(string name)
            : base(name, isCollectible: true)
        {
        }

        /// <summary>Gives the natives to the run's copy of <see cref="NativesAssembly"/>.</summary>
        internal static void Attach(Assembly natives, IBoard board)
        {
            MethodInfo attach = natives.GetType(NativesType, throwOnError: true)!.GetMethod("Attach", [typeof(IBoard)])
                ?? throw new MissingMethodException(NativesType, "Attach");
            attach.CreateDelegate<Action<IBoard>>()(board);
        }

        /// <summary>The one <c>public static void Main()</c> of a program.</summary>
        internal static Action FindMain(Assembly program)
        {
            MethodInfo[] found =
            [
                .. program.GetTypes()
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
            Assembly contract = typeof(IBoard).Assembly;
            if (name == contract.GetName().Name)
            {
                return contract;
            }

            // Null would fall back on whatever this process has loaded, and hide that the board lacks the assembly.
            return HostAssembly.IsGiven(name)
                ? null
                : throw new FileNotFoundException($"Assembly '{name}' is not on the board.", name);
        }
    }
}
