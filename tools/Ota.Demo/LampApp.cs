using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>The Lamp sample as a program of one release. Its sources but for the settings and the release are the sample's own.</summary>
    internal sealed class LampApp
    {
        /// <summary>The name of the program.</summary>
        public const string Name = "Lamp";

        /// <summary>The product that its releases are of.</summary>
        public const string Product = "lamp";

        private readonly Uri _manifest;
        private readonly PublicKey _key;
        private readonly string _component;
        private readonly string _slot;
        private readonly Type[] _libraries;
        private readonly string? _week;

        /// <summary>A lamp on a kind of board.</summary>
        /// <param name="manifest">Where its releases are.</param>
        /// <param name="key">Whose signature counts.</param>
        /// <param name="component">What its releases bring.</param>
        /// <param name="slot">The source that makes its slot.</param>
        /// <param name="libraries">A type of each assembly that it refers to.</param>
        /// <param name="week">What the lamp of the week is told; null for the sample's own program.</param>
        public LampApp(Uri manifest, PublicKey key, string component, string slot, Type[] libraries, string? week = null)
        {
            _manifest = manifest;
            _key = key;
            _component = component;
            _slot = slot;
            _libraries = libraries;
            _week = week;
        }

        /// <summary>The time of a lamp's board: begins now, and nobody waits for an hour to pass.</summary>
        public static VirtualClock CreateClock() => new(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

        /// <summary>The program.</summary>
        public byte[] Compile(string version, ReleaseFault fault)
        {
            bool isCrashing = fault == ReleaseFault.CrashesInStaticConstructor;
            string release = $$"""
                using NanoOta;

                [assembly: System.Reflection.AssemblyVersion("{{version}}.0.0")]

                namespace Lamp
                {
                    internal static class Release
                    {
                        public const string Version = "{{version}}";

                        public static HealthStatus CheckLight()
                        {
                            return HealthStatus.{{(fault == ReleaseFault.Sick ? HealthStatus.Failed : HealthStatus.Healthy)}};
                        }
                    }

                    internal static class Settings
                    {
                        static Settings()
                        {
                            {{(isCrashing ? "throw new System.InvalidOperationException();" : "")}}
                        }

                        public static OtaOptions Create()
                        {
                            {{AppCompiler.Options(_manifest, _key, Product)}}
                            options.Component = "{{_component}}";
                            options.Version = Release.Version;
                            options.BaselineRevision = 1;
                            options.FirstPause = 86400;
                            return options;
                        }
                    }
                }
                """;
            if (_week != null)
            {
                return AppCompiler.Compile(Name, _libraries, release, _week, AppCompiler.Resource("ClientReports.cs"), AppCompiler.Resource("Week/WeekProgram.cs"), AppCompiler.Resource("Week/BothReporters.cs"));
            }

            return AppCompiler.Compile(
                Name,
                _libraries,
                release,
                AppCompiler.Resource("ClientReports.cs"),
                AppCompiler.Resource("AgentReports.cs"),
                AppCompiler.Resource("Lamp/Program.cs"),
                AppCompiler.Resource("Lamp/LampBoard.cs"),
                AppCompiler.Resource("Lamp/ToldStarts.cs"),
                AppCompiler.Resource(_slot));
        }

        /// <summary>Runs a board's programs, and says which before.</summary>
        public sealed class AnnouncingHost(DemoHooks hooks) : IAppHost
        {
            private readonly ClrAppHost _inner = new();

            /// <inheritdoc/>
            public void Run(BootedApp app, IBoard board)
            {
                string version = app.Region.Kind == RegionKind.BootPart ? FirmwareDevice.BootProgram : app.FindProgram()?.Header.Version.ToString(2) ?? "nothing";
                hooks.Booted(app.Slot.Label, version);
                _inner.Run(app, board);
            }
        }
    }
}
