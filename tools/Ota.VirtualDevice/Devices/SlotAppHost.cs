using System.Reflection;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// Runs the assemblies that lie in the slot: loads them from its bytes into a context of their own, gives the natives to the run's
    /// copy of Ota.Esp32, and calls the app's <c>public static void Main()</c>. Nothing but the .NET runtime itself and the natives'
    /// contract comes from outside the slot.
    /// </summary>
    public sealed class SlotAppHost : IAppHost
    {
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

            AppLoadContext context = new(app.Slot.Label, assemblies);
            try
            {
                if (assemblies.Any(assembly => assembly.Name == AppLoadContext.NativesAssembly))
                {
                    AppLoadContext.Attach(context.LoadFromAssemblyName(new AssemblyName(AppLoadContext.NativesAssembly)), board);
                }

                AppLoadContext.FindMain(context.LoadFromAssemblyName(new AssemblyName(assemblies[0].Name)))();
            }
            finally
            {
                context.Unload();
            }
        }
    }
}
