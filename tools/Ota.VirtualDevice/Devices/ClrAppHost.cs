using System.Reflection;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// nanoCLR: goes through the given region, and loads its assemblies one after the other into a context of their own. The run's copy of
    /// Ota.Esp32 gets the natives. Then the entry point of the last assembly that has one is started. Nothing but the .NET runtime itself and the
    /// natives' contract comes from outside the flash.
    /// </summary>
    public sealed class ClrAppHost : IAppHost
    {
        /// <summary>Gets the loaded assemblies before the program's Main, on the program's thread. For whoever watches the program from outside.</summary>
        public Action<IReadOnlyList<Assembly>>? OnLoaded { get; init; }

        /// <inheritdoc/>
        public void Run(BootedApp app, IBoard board)
        {
            byte[] region = app.ReadRegion();
            IReadOnlyList<PlacedPe> assemblies = app.ReadAssemblies();
            PlacedPe? program = assemblies.LastOrDefault(assembly => assembly.HasEntryPoint);
            if (program == null)
            {
                throw new NoManagedCodeException("No assembly has an entry point.");
            }

            CheckNatives(app, assemblies);
            AppLoadContext context = new(app.Slot.Label);
            try
            {
                List<Assembly> loaded = [.. assemblies.Select(assembly => Load(context, region.AsSpan(assembly.Offset)))];
                Assembly? natives = loaded.Find(assembly => assembly.GetName().Name == AppLoadContext.NativesAssembly);
                if (natives != null)
                {
                    AppLoadContext.Attach(natives, board);
                }

                OnLoaded?.Invoke(loaded);
                AppLoadContext.FindMain(loaded.First(assembly => assembly.GetName().Name == program.Name))();
            }
            finally
            {
                context.Unload();
            }
        }

        // An assembly whose checksum the firmware registers otherwise is not loaded. What needs the assembly is not resolved, and nothing starts.
        private static void CheckNatives(BootedApp app, IReadOnlyList<PlacedPe> assemblies)
        {
            if (assemblies.All(assembly => assembly.Header.NativeChecksum == 0))
            {
                return;
            }

            FirmwareNatives natives = FirmwareNatives.Read(app.ReadSegments());
            if (natives.Fault == NativesFault.None && natives.Judge(assemblies) is [NativeMismatch first, ..])
            {
                throw new NoManagedCodeException($"The firmware has not the native code of {first.Name}.");
            }
        }

        private static Assembly Load(AppLoadContext context, ReadOnlySpan<byte> assembly)
        {
            byte[] file = HostPe.Unwrap(assembly) ?? throw new NoManagedCodeException("An assembly holds nothing that a host could run.");
            return context.LoadFromStream(new MemoryStream(file, writable: false));
        }
    }
}
