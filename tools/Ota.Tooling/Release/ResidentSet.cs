using NanoOta.Tooling.Pe;

namespace NanoOta.Tooling.Release
{
    /// <summary>An assembly that an app image needs and does not hold, because devices have it.</summary>
    public sealed record ResidentNeed(string Name, string Version);

    /// <summary>What a device with Ota.Bootstrap carries, and an app image therefore leaves out.</summary>
    public sealed class ResidentSet
    {
        // The Bootstrap's LoadOrder.MaxAssemblies, which says why.
        private const int MaxAssemblies = 32;

        private readonly Dictionary<string, PeAssembly> _residents;
        private readonly string _path;

        private ResidentSet(string path, Dictionary<string, PeAssembly> residents)
        {
            _path = path;
            _residents = residents;
        }

        /// <summary>Reads what is deployed: the folder that the Bootstrap's build writes to, or the deployment image.</summary>
        public static ResidentSet Load(string path)
        {
            IReadOnlyList<PlacedAssembly> assemblies = ImageSource.Load(path).Assemblies;
            return assemblies.Count != 0
                ? new ResidentSet(path, AppImage.ByName(assemblies.Select(placed => placed.Assembly), path))
                : throw new ToolException(ExitCode.BadInput, $"{path} holds no assemblies. Give the folder of .pe files that is deployed, or its .bin.");
        }

        /// <summary>The image without what is resident. Refuses one that would not link to what is, or that the Bootstrap could not load.</summary>
        public AppImage Without(AppImage image)
        {
            List<PeAssembly> kept = [.. image.Assemblies.Select(placed => placed.Assembly).Where(assembly => !_residents.ContainsKey(assembly.Name))];
            if (kept.Count == 0)
            {
                throw new ToolException(ExitCode.BadInput, $"All of the image is in {_path} already. Give the app's folder first and what is deployed with --resident.");
            }

            if (kept.Count > MaxAssemblies)
            {
                throw new ToolException(ExitCode.BadInput, $"{kept.Count} assemblies are not in {_path}, and the Bootstrap loads {MaxAssemblies} at most. Deploy some with it.");
            }

            if (kept.Find(assembly => assembly.NativeChecksum != 0) is { } native)
            {
                throw new ToolException(
                    ExitCode.BadInput,
                    $"{native.Name} has native code, which the CLR gives to deployed assemblies alone, and {_path} does not have it. Reference it from the resident program.");
            }

            HashSet<string> names = [.. kept.Select(assembly => assembly.Name)];
            foreach (PeAssembly assembly in kept)
            {
                foreach (PeReference reference in assembly.References)
                {
                    if (reference.Name != null && !names.Contains(reference.Name))
                    {
                        Check(assembly.Name, reference);
                    }
                }
            }

            return AppImage.FromAssemblies(kept);
        }

        /// <summary>The residents that the assemblies of an image refer to, by name.</summary>
        public IReadOnlyList<ResidentNeed> NeedsOf(AppImage image) =>
        [
            .. image.Assemblies
                .SelectMany(placed => placed.Assembly.References)
                .Select(reference => reference.Name)
                .OfType<string>()
                .Where(_residents.ContainsKey)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new ResidentNeed(name, _residents[name].Version.ToString())),
        ];

        // The CLR links by name, major and minor version.
        private void Check(string assembly, PeReference reference)
        {
            if (!_residents.TryGetValue(reference.Name!, out PeAssembly? resident))
            {
                throw new ToolException(ExitCode.BadInput, $"{assembly} needs {reference.Name}, which is neither beside it nor in {_path}.");
            }

            if (!reference.IsServedBy(resident))
            {
                throw new ToolException(
                    ExitCode.BadInput,
                    $"{assembly} needs {reference.Name} {reference.Version}, but {_path} has {resident.Version}. Build the app with the packages of the Bootstrap.");
            }
        }
    }
}
