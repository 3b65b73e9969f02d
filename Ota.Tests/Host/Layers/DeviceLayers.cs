using NanoOta.ApiGate;

namespace NanoOta.Tests.Layers
{
    /// <summary>What each device assembly may reference of nanoOta, and which libraries of nanoFramework are for few.</summary>
    internal static class DeviceLayers
    {
        private const string TestAssembly = "NFUnitTest";

        /// <summary>An assembly's name, and the assemblies of nanoOta that it may reference. An assembly that is not here may not exist.</summary>
        private static readonly Dictionary<string, string[]> _allowed = new(StringComparer.Ordinal)
        {
            ["Ota.Client"] = [],
            ["Ota.Esp32"] = ["Ota.Client"],
            ["Ota.Http"] = ["Ota.Client"],
            ["Ota.InFieldUpdate"] = ["Ota.Client"],
            ["Ota.Agent"] = ["Ota.Client"],
            ["Ota.Mqtt"] = ["Ota.Agent", "Ota.Client"],
            ["Ota.Coap"] = ["Ota.Agent", "Ota.Client"],
            ["Ota.Hawkbit"] = ["Ota.Agent", "Ota.Client"],
            ["Ota.Lwm2m"] = ["Ota.Agent", "Ota.Client", "Ota.Coap"],
            ["Ota.Bootstrap"] = ["Ota.Agent", "Ota.Client"],
            ["Ota.Board"] = ["Ota.Agent", "Ota.Bootstrap", "Ota.Client", "Ota.Http"],
            ["Resident"] = ["Ota.Agent", "Ota.Board", "Ota.Bootstrap", "Ota.Client", "Ota.Http"],
            ["Updater"] = ["Ota.Board", "Ota.Bootstrap", "Ota.Client", "Ota.Esp32", "Ota.Http"],

            // Applications on stock firmware: the Bootstrap's boot record is out of their reach.
            ["Blink"] = ["Ota.Agent", "Ota.Client"],
            ["SensorNode"] = ["Ota.Agent", "Ota.Client"],

            // An application inside a firmware's image: the boot part has the Bootstrap's library, which judges staged images for both programs.
            ["Lamp"] = ["Ota.Agent", "Ota.Board", "Ota.Bootstrap", "Ota.Client", "Ota.Esp32", "Ota.Http"],
            [TestAssembly] = ["Ota.Agent", "Ota.Bootstrap", "Ota.Client", "Ota.Http"],
        };

        /// <summary>
        /// The start of a library's name, and who may reference it. The client runs on every board, so what only some firmware has is for
        /// the assemblies around it.
        /// </summary>
        private static readonly (string Prefix, string[] Users)[] _restricted =
        [
            ("nanoFramework.TestFramework", [TestAssembly]),
            ("nanoFramework.UnitTestLauncher", [TestAssembly]),
            ("nanoFramework.Runtime.InFieldUpdate", ["Ota.InFieldUpdate"]),
            ("nanoFramework.Hardware.", ["Resident", "SensorNode"]),
            ("nanoFramework.M2Mqtt", ["Ota.Mqtt", "Resident"]),
            ("nanoFramework.Networking.Sntp", ["Ota.Agent", "Ota.Board", "Resident", "Updater", "Lamp"]),
            ("System.Net.Http", ["Ota.Http", "Ota.Agent", "Resident", "Updater", "Lamp"]),
            ("System.Device.", ["Ota.Agent", "Ota.Board", "Resident", "Updater", "Blink", "Lamp", "SensorNode"]),
        ];

        /// <summary>The references of a device project that it may not have, as sentences.</summary>
        public static IReadOnlyList<string> Breaches(DeviceProject project)
        {
            if (!_allowed.TryGetValue(project.AssemblyName, out string[]? allowed))
            {
                return [$"{project.AssemblyName} is not in DeviceLayers: say there what it may reference."];
            }

            IEnumerable<string> own = project.ProjectReferences.Select(path => DeviceProject.Load(path).AssemblyName);
            IEnumerable<string> libraries = project.References.Select(reference => reference.Assembly);
            return
            [
                .. own.Except(allowed).Select(name => $"{project.AssemblyName} must not reference {name}."),
                .. libraries.Where(name => !IsFree(name, project.AssemblyName)).Select(name => $"{project.AssemblyName} must not reference {name}."),
            ];
        }

        private static bool IsFree(string library, string user) =>
            _restricted.All(rule => !library.StartsWith(rule.Prefix, StringComparison.Ordinal) || rule.Users.Contains(user));
    }
}
