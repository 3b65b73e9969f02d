using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>Makes images of the lamp: the sample's sources with a version and settings of their own, the client and the natives beside them.</summary>
    public sealed class LampCompiler
    {
        private const string AppName = "Lamp";
        private readonly string _settings;
        private readonly DemoDevice _device;

        /// <summary>For lamps that look for releases at that URL and trust that key.</summary>
        public LampCompiler(Uri manifest, PublicKey key, DemoDevice device = DemoDevice.OtaPartitions)
        {
            _device = device;
            _settings = $$"""
                using NanoOta;

                namespace Lamp
                {
                    internal static class Settings
                    {
                        public const int CheckInterval = 1000;

                        public static OtaOptions Create()
                        {
                            TrustedKeys keys;
                            TrustedKeys.Create(new TrustedKey[] { new TrustedKey("{{key.Kid}}", new byte[] { {{string.Join(", ", key.ToBytes())}} }) }, out keys);
                            return new OtaOptions
                            {
                                ManifestUrl = "{{manifest}}",
                                Keys = keys,
                                Product = "lamp",
                                Version = Release.Version,
                                Chip = 0,
                                BaselineSequence = 1,
                                DeviceId = "demo",
                                Retry = new RetryPolicy(100, 1000, 5, 1),
                            };
                        }
                    }
                }
                """;
        }

        /// <summary>The ESP image of a release; a sick one fails its health check.</summary>
        public byte[] BuildImage(string version, bool isSick)
        {
            string release = $$"""
                using NanoOta;

                namespace Lamp
                {
                    internal static class Release
                    {
                        public const string Version = "{{version}}";

                        public static HealthStatus CheckLight()
                        {
                            return HealthStatus.{{(isSick ? HealthStatus.Failed : HealthStatus.Healthy)}};
                        }
                    }
                }
                """;
            string slot = Resource(_device == DemoDevice.InFieldUpdate ? "Lamp/UpdateSessionSlot.cs" : "Lamp/EspSlot.cs");
            List<AppAssembly> assemblies =
            [
                new AppAssembly(AppName, Compile(release, _settings, Resource("Lamp/Program.cs"), Resource("Lamp/LampBoard.cs"), slot)),
                Own(typeof(OtaClient)),
                Own(typeof(EspOta)),
            ];
            if (_device == DemoDevice.InFieldUpdate)
            {
                assemblies.Add(Own(typeof(InFieldUpdateSlot)));
            }

            return AppImageBuilder.Build(version, AppName, assemblies);
        }

        private static AppAssembly Own(Type type) => new(type.Assembly.GetName().Name!, File.ReadAllBytes(type.Assembly.Location));

        private static string Resource(string name)
        {
            using StreamReader reader = new(typeof(LampCompiler).Assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }

        private static byte[] Compile(params string[] sources)
        {
            string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
            string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            Type[] own = [typeof(OtaClient), typeof(EspOta), typeof(InFieldUpdateSlot), typeof(IBoard)];
            CSharpCompilation compilation = CSharpCompilation.Create(
                AppName,
                sources.Select(source => CSharpSyntaxTree.ParseText(source)),
                platform.Split(Path.PathSeparator).Where(path => path.StartsWith(runtime, StringComparison.Ordinal))
                    .Concat(own.Select(type => type.Assembly.Location)).Select(path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true));
            using MemoryStream assembly = new();
            Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly);
            return result.Success
                ? assembly.ToArray()
                : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Select(d => d.ToString())));
        }
    }
}
