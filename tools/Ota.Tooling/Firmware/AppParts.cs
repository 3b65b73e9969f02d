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

            CheckReferences(bootAssemblies, bootAssemblies);
            CheckReferences(appAssemblies, [.. bootAssemblies, .. appAssemblies]);
            CheckEntryPoint(bootAssemblies, "the boot part", "Give the boot program's folder with --boot.");
            if (app != null)
            {
                CheckEntryPoint(appAssemblies, app, "Give the folder of a program, not of a library.");
            }

            AppSegmentFault fault = AppSegment.Create(AppImage.FromAssemblies(bootAssemblies).Bytes, AppImage.FromAssemblies(appAssemblies).Bytes, out AppSegment? segment);
            return segment ?? throw new ToolException(ExitCode.BadInput, $"The two parts are no application that a board could take: {fault}.");
        }

        private static PeAssembly[] LoadBoot(string? boot, AppSegment? former)
        {
            if (boot != null)
            {
                return Load(boot);
            }

            return former == null
                ? throw new ToolException(ExitCode.Usage, "The firmware has no boot part yet: give the folder of the boot program with --boot.")
                : [.. AppImage.Parse(former.Boot, "The boot part of the firmware").Assemblies.Select(placed => placed.Assembly)];
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
            Dictionary<string, PeAssembly> known = boot.ToDictionary(assembly => assembly.Name, StringComparer.Ordinal);
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
            Dictionary<string, PeAssembly> known = all.ToDictionary(assembly => assembly.Name, StringComparer.Ordinal);
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
                string found = programs.Length == 0 ? "no program" : $"{programs.Length} programs ({string.Join(", ", programs)}), of which the last would start";
                throw new ToolException(ExitCode.BadInput, $"There is {found} in {what}. {advice}");
            }
        }
    }
}
