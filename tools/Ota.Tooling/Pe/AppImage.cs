namespace NanoOta.Tooling.Pe
{
    /// <summary>Where an assembly lies in an image.</summary>
    public sealed record PlacedAssembly(PeAssembly Assembly, int Offset);

    /// <summary>
    /// The managed image, as the deployment area holds it: assemblies one after the other, each padded with zeros to 4 bytes,
    /// a referenced one before those that need it. Immutable.
    /// </summary>
    public sealed class AppImage
    {
        private AppImage(byte[] bytes, IReadOnlyList<PlacedAssembly> assemblies)
        {
            CheckGeneration([.. assemblies.Select(placed => placed.Assembly)]);
            Bytes = bytes;
            Assemblies = assemblies;
        }

        /// <summary>The image.</summary>
        public byte[] Bytes { get; }

        /// <summary>What it holds, in the order of the image.</summary>
        public IReadOnlyList<PlacedAssembly> Assemblies { get; }

        /// <summary>Lays the .pe files of a folder out. The result does not depend on file names or on their order.</summary>
        public static AppImage FromFolder(string folder)
        {
            string[] files = Files.List(folder, "*.pe");
            return files.Length != 0
                ? FromAssemblies(files.Select(PeAssembly.ParseFile))
                : throw new ToolException(ExitCode.BadInput, $"{folder} has no .pe file. Give the folder that the nanoFramework build writes to (bin/Release).");
        }

        /// <summary>Lays assemblies out. Refuses a name that comes twice, and references that go round in a circle.</summary>
        public static AppImage FromAssemblies(IEnumerable<PeAssembly> assemblies)
        {
            List<PeAssembly> ordered = Order(assemblies);
            List<PlacedAssembly> placed = [];
            using MemoryStream image = new();
            foreach (PeAssembly assembly in ordered)
            {
                placed.Add(new PlacedAssembly(assembly, (int)image.Length));
                image.Write(assembly.Bytes);
                image.Write(new byte[-image.Length & 3]);
            }

            return new AppImage(image.ToArray(), placed);
        }

        /// <summary>
        /// Reads the image at the start of <paramref name="data"/>; it ends at the end of the data or at erased flash (0xFF).
        /// Throws <see cref="ToolException"/> when anything else is found.
        /// </summary>
        public static AppImage Parse(byte[] data, string source)
        {
            List<PlacedAssembly> placed = [];
            int at = 0;
            while (at < data.Length && !IsErased(data, at))
            {
                PeAssembly assembly = PeAssembly.Parse(data.AsSpan(at), $"{source}, byte {at}");
                placed.Add(new PlacedAssembly(assembly, at));
                at = Math.Min(data.Length, at + ((assembly.Bytes.Length + 3) & ~3));
            }

            return new AppImage(data[..at], placed);
        }

        /// <summary>Assemblies by name. Refuses a name that comes twice: the CLR loads one of the two.</summary>
        internal static Dictionary<string, PeAssembly> ByName(IEnumerable<PeAssembly> assemblies, string source)
        {
            Dictionary<string, PeAssembly> byName = new(StringComparer.Ordinal);
            foreach (PeAssembly assembly in assemblies)
            {
                if (!byName.TryAdd(assembly.Name, assembly))
                {
                    throw new ToolException(ExitCode.BadInput, $"The assembly {assembly.Name} is in {source} twice. Remove one of the two.");
                }
            }

            return byName;
        }

        /// <summary>Refuses assemblies of two generations: the CLR skips those of the other one.</summary>
        internal static void CheckGeneration(IReadOnlyList<PeAssembly> assemblies)
        {
            if (assemblies.DistinctBy(assembly => assembly.Format).Skip(1).FirstOrDefault() is { } other)
            {
                PeAssembly first = assemblies[0];
                throw new ToolException(
                    ExitCode.BadInput,
                    $"{first.Name} is of {first.Format.Name} and {other.Name} of {other.Format.Name}. A CLR runs one of the two: build all with the packages of one.");
            }
        }

        private static bool IsErased(byte[] data, int at) => data.AsSpan(at, Math.Min(8, data.Length - at)).IndexOfAnyExcept((byte)0xFF) < 0;

        private static List<PeAssembly> Order(IEnumerable<PeAssembly> assemblies)
        {
            // Sorted by name first, so that one set of assemblies always gives one image.
            SortedDictionary<string, PeAssembly> byName = new(StringComparer.Ordinal);
            foreach (PeAssembly assembly in assemblies)
            {
                if (!byName.TryAdd(assembly.Name, assembly))
                {
                    throw new ToolException(ExitCode.BadInput, $"The assembly {assembly.Name} is there twice. Remove one of the files.");
                }
            }

            List<PeAssembly> ordered = [];
            HashSet<string> done = new(StringComparer.Ordinal);
            List<string> path = [];
            foreach (PeAssembly assembly in byName.Values)
            {
                Visit(assembly);
            }

            return ordered;

            void Visit(PeAssembly assembly)
            {
                if (done.Contains(assembly.Name))
                {
                    return;
                }

                if (path.Contains(assembly.Name))
                {
                    throw new ToolException(ExitCode.BadInput, $"The references go round in a circle: {string.Join(" -> ", path)} -> {assembly.Name}. No load order exists.");
                }

                path.Add(assembly.Name);
                foreach (PeReference reference in assembly.References)
                {
                    if (byName.TryGetValue(reference.Name, out PeAssembly? needed))
                    {
                        Visit(needed);
                    }
                }

                path.RemoveAt(path.Count - 1);
                done.Add(assembly.Name);
                ordered.Add(assembly);
            }
        }
    }
}
