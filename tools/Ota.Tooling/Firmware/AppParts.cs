using NanoOta.Formats;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tooling.Firmware
{
    /// <summary>
    /// The two parts of an attached application. nanoCLR starts the entry point of the assembly that it resolves last: of the boot part alone
    /// the boot program, of both the application. So each part has one entry point, and all that it refers to.
    /// </summary>
    public static class AppParts
    {
        /// <summary>Makes the segment. Every reason to refuse is a <see cref="ToolException"/> that names the assembly.</summary>
        /// <param name="boot">A folder or image of the boot program with all that it refers to; null for the boot part of <paramref name="former"/>.</param>
        /// <param name="app">A folder or image of the application; null for an empty device.</param>
        /// <param name="former">The application that the image has, or null.</param>
        public static AppSegment Make(string? boot, string? app, AppSegment? former)
        {
            PeAssembly[] bootAssemblies = LoadBoot(boot, former);
            List<PeAssembly> appAssemblies = app == null ? [] : WithoutDuplicates(Load(app), app, bootAssemblies);
            if (app != null && appAssemblies.Count == 0)
            {
                throw new ToolException(ExitCode.BadInput, $"All of {app} is in the boot part already. Give the application's folder first and the boot program's with --boot.");
            }

            if (bootAssemblies.Length + appAssemblies.Count > AppSegment.MaxAssemblies)
            {
                throw new ToolException(ExitCode.BadInput, $"Boot part and application have {bootAssemblies.Length + appAssemblies.Count} assemblies, and the CLR has room for {AppSegment.MaxAssemblies}.");
            }

            PeAssembly[] all = [.. bootAssemblies, .. appAssemblies];
            AppImage.CheckGeneration(all);
            CheckReferences(bootAssemblies, bootAssemblies);
            CheckReferences(appAssemblies, all);
            CheckEntryPoint(bootAssemblies, "The boot part", "Give the folder of one boot program with --boot.");
            if (app != null)
            {
                CheckEntryPoint(appAssemblies, app, "Give the folder of one program.");
            }

            AppSegmentFault fault = AppSegment.Create(AppImage.FromAssemblies(bootAssemblies).Bytes, AppImage.FromAssemblies(appAssemblies).Bytes, out AppSegment? segment);
            return segment ?? throw new ToolException(ExitCode.BadInput, $"The two parts are no application that a board could take: {fault}.");
        }

        /// <summary>
        /// Judges the parts of an image that another tool may have made, as <see cref="Make"/> does its own. Beyond that each assembly must lie behind
        /// those that it refers to: else the CLR resolves another program last, and starts that one.
        /// </summary>
        public static void Check(AppSegment segment, string path)
        {
            PeAssembly[] boot = AssembliesOf(segment.Boot, path);
            PeAssembly[] app = AssembliesOf(segment.App, path);
            PeAssembly[] all = [.. boot, .. app];
            AppImage.CheckGeneration(all);
            CheckReferences(boot, boot);
            CheckReferences(app, all);
            CheckOrder(all, path);
            CheckEntryPoint(boot, $"The boot part of {path}", AttachAnew);
            if (app.Length != 0)
            {
                CheckEntryPoint(app, $"The application part of {path}", AttachAnew);
            }
        }

        private const string AttachAnew = "Attach both parts anew with 'nanoota pack --firmware'.";

        private static PeAssembly[] AssembliesOf(byte[] part, string path) => [.. AppImage.Parse(part, $"A part of {path}").Assemblies.Select(placed => placed.Assembly)];

        private static void CheckOrder(PeAssembly[] assemblies, string path)
        {
            HashSet<string> before = new(StringComparer.Ordinal);
            foreach (PeAssembly assembly in assemblies)
            {
                if (assembly.References.FirstOrDefault(reference => !before.Contains(reference.Name) && !ClrStrings.IsUnknown(reference.Name)) is { } late)
                {
                    throw new ToolException(ExitCode.BadInput, $"In {path} {assembly.Name} lies before {late.Name}, which it refers to: the CLR could start another program. {AttachAnew}");
                }

                before.Add(assembly.Name);
            }
        }

        private static PeAssembly[] LoadBoot(string? boot, AppSegment? former)
        {
            if (boot != null)
            {
                return Load(boot);
            }

            return former == null
                ? throw new ToolException(ExitCode.Usage, "The firmware has no boot part yet: give the folder of the boot program with --boot.")
                : AssembliesOf(former.Boot, "the firmware");
        }

        private static PeAssembly[] Load(string path)
        {
            IReadOnlyList<PlacedAssembly> assemblies = ImageSource.Load(path).Assemblies;
            return assemblies.Count != 0
                ? [.. assemblies.Select(placed => placed.Assembly)]
                : throw new ToolException(ExitCode.BadInput, $"{path} holds no assemblies. Give a folder of .pe files, or an image of them.");
        }

        private static List<PeAssembly> WithoutDuplicates(PeAssembly[] app, string path, IReadOnlyList<PeAssembly> boot)
        {
            Dictionary<string, PeAssembly> known = AppImage.ByName(boot, "the boot part");
            List<PeAssembly> rest = [];
            foreach (PeAssembly assembly in app)
            {
                if (!known.TryGetValue(assembly.Name, out PeAssembly? same))
                {
                    rest.Add(assembly);
                }
                else if (!same.Bytes.AsSpan().SequenceEqual(assembly.Bytes))
                {
                    throw new ToolException(
                        ExitCode.BadInput,
                        $"{assembly.Name} {assembly.Version} in {path} is another file than {same.Name} {same.Version} in the boot part. The CLR loads one of them: build both with the same packages.");
                }
            }

            return rest;
        }

        private static void CheckReferences(IEnumerable<PeAssembly> assemblies, IEnumerable<PeAssembly> all)
        {
            Dictionary<string, PeAssembly> known = AppImage.ByName(all, "boot part and application");
            foreach (PeAssembly assembly in assemblies)
            {
                foreach (PeReference reference in assembly.References)
                {
                    CheckReference(assembly, reference, known);
                }
            }
        }

        private static void CheckReference(PeAssembly assembly, PeReference reference, Dictionary<string, PeAssembly> known)
        {
            if (!known.TryGetValue(reference.Name, out PeAssembly? found))
            {
                // A string of the CLR's own that is not known here may be the name of an assembly that is there under its own.
                if (ClrStrings.IsUnknown(reference.Name))
                {
                    return;
                }

                throw new ToolException(ExitCode.BadInput, $"{assembly.Name} needs {reference.Name}, which is not there. Give the whole folder that the nanoFramework build writes to (bin/Release).");
            }

            if (!reference.IsServedBy(found))
            {
                throw new ToolException(ExitCode.BadInput, $"{assembly.Name} needs {reference.Name} {reference.Version}, but {found.Version} is there. Build all of it with the same packages.");
            }
        }

        private static void CheckEntryPoint(IReadOnlyList<PeAssembly> part, string what, string advice)
        {
            string[] programs = [.. part.Where(assembly => assembly.HasEntryPoint).Select(assembly => assembly.Name)];
            if (programs.Length != 1)
            {
                string found = programs.Length == 0 ? "no program" : $"{programs.Length} programs ({string.Join(", ", programs)}), and the last would start";
                throw new ToolException(ExitCode.BadInput, $"{what} has {found}. {advice}");
            }
        }
    }
}
