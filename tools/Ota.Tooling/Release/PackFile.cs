using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoOta.Tooling.Release
{
    /// <summary>A file of a release: its bytes' length and SHA-256 (base64url).</summary>
    public sealed record PackedFile(string File, long Size, string Sha256);

    /// <summary>An assembly in an app image.</summary>
    public sealed record PackedAssembly(string Name, string Version, int Offset, int Size, uint NativeChecksum);

    /// <summary>Native code that the firmware must have: the assembly's name and its checksum.</summary>
    public sealed record NativeNeed(string Name, uint Checksum);

    /// <summary>What a MCUboot image says: its version, and the SHA-256 (base64url) that the bootloader checks.</summary>
    public sealed record PackedMcuBoot(string Version, string Sha256);

    /// <summary>What 'pack' leaves beside an image for 'publish': {component}.pack.json.</summary>
    public sealed record PackFile
    {
        /// <summary>The end of the file's name.</summary>
        public const string Suffix = ".pack.json";

        private static readonly JsonSerializerOptions _options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            WriteIndented = true,
            NewLine = "\n",
        };

        /// <summary>1.</summary>
        public required int Format { get; init; }

        /// <summary>"app" or "firmware".</summary>
        public required string Component { get; init; }

        /// <summary>The image, its file beside this one.</summary>
        public required PackedFile Image { get; init; }

        /// <summary>The chunk table, its file beside this one.</summary>
        public required PackedFile Chunks { get; init; }

        /// <summary>The image's identity: the SHA-256 (base64url) of the chunk table's head.</summary>
        public required string Identity { get; init; }

        /// <summary>How many chunks there are.</summary>
        public required int ChunkCount { get; init; }

        /// <summary>The chip that an ESP-IDF image is for.</summary>
        public int? Chip { get; init; }

        /// <summary>For a signed MCUboot image.</summary>
        public PackedMcuBoot? McuBoot { get; init; }

        /// <summary>What a MCUboot or ESP-IDF image calls its version.</summary>
        public string? FirmwareVersion { get; init; }

        /// <summary>The native code that the assemblies need.</summary>
        public required IReadOnlyList<NativeNeed> Natives { get; init; }

        /// <summary>The assemblies that devices must carry; null when nothing was left out.</summary>
        public IReadOnlyList<ResidentNeed>? Residents { get; init; }

        /// <summary>The assemblies in load order.</summary>
        public required IReadOnlyList<PackedAssembly> Assemblies { get; init; }

        /// <summary>Reads the file, or the only one of a folder.</summary>
        public static (PackFile Pack, string Folder) Load(string path)
        {
            byte[] bytes = Files.ReadAll(path);
            try
            {
                PackFile pack = JsonSerializer.Deserialize<PackFile>(bytes, _options) ?? throw new JsonException("it is null");
                return pack.Format == 1
                    ? (pack, Path.GetDirectoryName(Path.GetFullPath(path))!)
                    : throw new JsonException($"it has format {pack.Format}");
            }
            catch (JsonException e)
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is not a file that this version's 'nanoota pack' wrote: run 'nanoota pack' again.", e);
            }
        }

        /// <summary>The file's bytes.</summary>
        public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, _options), (byte)'\n'];
    }
}
