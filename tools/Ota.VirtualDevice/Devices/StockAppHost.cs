using System.Reflection;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The CLR of stock firmware: maps the deployment partition, loads the assemblies in it one after the other, and calls the one
    /// <c>public static void Main()</c> among them. On a device that is Ota.Bootstrap, which loads the application by itself.
    /// </summary>
    public sealed class StockAppHost : IAppHost
    {
        /// <inheritdoc/>
        public void Run(BootedApp app, IBoard board)
        {
            Partition deployment = app.Table.Find(Partition.TypeData, Partition.SubtypeDeployment)
                ?? throw new InvalidDataException("There is no deployment partition.");
            AppLoadContext context = new(app.Slot.Label, []);
            try
            {
                List<Assembly> assemblies = LoadAll(context, app.ReadPartition(deployment));
                Assembly? natives = assemblies.Find(assembly => assembly.GetName().Name == AppLoadContext.NativesAssembly);
                if (natives != null)
                {
                    AppLoadContext.Attach(natives, board);
                }

                AppLoadContext.FindMain(assemblies)();
            }
            finally
            {
                context.Unload();
            }
        }

        private static List<Assembly> LoadAll(AppLoadContext context, ReadOnlySpan<byte> deployment)
        {
            List<Assembly> assemblies = [];
            int length = HostPe.LengthOf(deployment);
            while (length != 0)
            {
                byte[] assembly = HostPe.Unwrap(deployment) ?? throw new BadImageFormatException("The deployment holds an assembly that a host cannot run.");
                assemblies.Add(context.LoadFromStream(new MemoryStream(assembly, writable: false)));
                deployment = deployment[((length + 3) & ~3)..];
                length = HostPe.LengthOf(deployment);
            }

            return assemblies;
        }
    }
}
