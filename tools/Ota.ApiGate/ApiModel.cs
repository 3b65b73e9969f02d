using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoOta.ApiGate
{
    /// <summary>One library of nanoFramework, as Api/*.json lists it.</summary>
    public sealed record ApiAssembly(string Assembly, string? NativeVersion, string[] References, ApiType[] Types);

    /// <summary>A public type. Names are metadata names.</summary>
    public sealed record ApiType(
        string Name,
        string Kind,
        string? Base,
        string[]? Interfaces,
        bool Abstract,
        bool Sealed,
        bool Protected,
        ApiAnnotation[]? Attributes,
        ApiMember[]? Members);

    /// <summary>A public or protected member.</summary>
    public sealed record ApiMember(
        string Kind,
        string Name,
        string? Type,
        string? Returns,
        bool Static,
        bool Virtual,
        bool Abstract,
        bool Final,
        bool Newslot,
        bool Special,
        bool Readonly,
        bool Protected,
        JsonElement? Const,
        string? Get,
        string? Set,
        string? Add,
        string? Remove,
        ApiParameter[]? Params,
        ApiAnnotation[]? Attributes);

    /// <summary>A parameter; <c>Default</c> counts only when it is optional.</summary>
    public sealed record ApiParameter(
        string Name,
        string Type,
        bool Out,
        bool In,
        bool Optional,
        JsonElement? Default,
        ApiAnnotation[]? Attributes);

    /// <summary>An attribute with its arguments in order and by name.</summary>
    public sealed record ApiAnnotation(string Type, JsonElement[]? Args, Dictionary<string, JsonElement>? Named);

    /// <summary>The NuGet package that brings an assembly.</summary>
    public sealed record ApiPackage(string Assembly, string Package, string PackageVersion, string AssemblyVersion, string Folder = "lib");

    /// <summary>Everything in Api/, read once.</summary>
    public static class ApiData
    {
        private const string PackagesResource = "packages.json";

        private static readonly JsonSerializerOptions _options = new()
        {
            PropertyNameCaseInsensitive = true,
            NumberHandling = JsonNumberHandling.Strict,
        };

        private static readonly Lazy<ApiPackage[]> _packages = new(() => Read<ApiPackage[]>(PackagesResource));

        private static readonly Lazy<ApiAssembly[]> _assemblies = new(() =>
            [.. _packages.Value.Select(package => Read<ApiAssembly>(package.Assembly + ".json"))]);

        /// <summary>The packages, one for each assembly.</summary>
        public static IReadOnlyList<ApiPackage> Packages => _packages.Value;

        /// <summary>The assemblies' public API.</summary>
        public static IReadOnlyList<ApiAssembly> Assemblies => _assemblies.Value;

        private static T Read<T>(string resource)
        {
            using Stream stream = typeof(ApiData).Assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"Api/{resource} is not in the build.");
            return JsonSerializer.Deserialize<T>(stream, _options)!;
        }
    }
}
