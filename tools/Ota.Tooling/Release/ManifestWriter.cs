using System.Text.Encodings.Web;
using System.Text.Json;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Writes a manifest's payload: compact JSON with the fields in the order of docs/FORMAT.md, so that one release always
    /// gives the same bytes. Optional fields that say nothing are left out: the manifest crosses the air at every check.
    /// </summary>
    public static class ManifestWriter
    {
        // Bytes that are not ASCII go out as UTF-8, not as \u escapes; nothing here is ever put into HTML.
        private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        /// <summary>The payload's bytes.</summary>
        public static byte[] Write(ManifestContent manifest)
        {
            using MemoryStream stream = new();
            using (Utf8JsonWriter json = new(stream, _options))
            {
                json.WriteStartObject();
                json.WriteNumber("format", ManifestContent.Format);
                json.WriteString("product", manifest.Product);
                json.WriteString("channel", manifest.Channel);
                json.WriteNumber("revision", manifest.Revision);
                json.WriteString("version", manifest.Version);
                json.WriteNumber("issued", manifest.Issued);
                json.WriteNumber("expires", manifest.Expires);
                if (manifest.Retry != 0)
                {
                    json.WriteNumber("retry", manifest.Retry);
                }

                WriteOptional(json, "notBelow", manifest.NotBelow);
                WriteRequires(json, manifest.Requires);
                json.WriteStartArray("images");
                foreach (ImageContent image in manifest.Images)
                {
                    WriteImage(json, image);
                }

                json.WriteEndArray();
                WriteRollout(json, manifest.Rollout);
                WriteInstall(json, manifest.Install);
                if (manifest.Settings is { } settings)
                {
                    json.WriteStartObject("settings");
                    settings.Write(json);
                    json.WriteEndObject();
                }

                if (!string.IsNullOrEmpty(manifest.Notes))
                {
                    json.WriteString("notes", manifest.Notes);
                }

                json.WriteEndObject();
            }

            return stream.ToArray();
        }

        private static void WriteRequires(Utf8JsonWriter json, RequiresContent requires)
        {
            // A record compares lists by reference, so the list is set equal first and looked at by itself.
            if (requires.Hardware.Count == 0 && requires == new RequiresContent { Hardware = requires.Hardware })
            {
                return;
            }

            json.WriteStartObject("requires");
            WriteList(json, "hardware", requires.Hardware);
            if (requires.Chip is int chip)
            {
                json.WriteNumber("chip", chip);
            }

            WriteOptional(json, "firmware", requires.Firmware);
            WriteOptional(json, "bootstrap", requires.Bootstrap);
            WriteOptional(json, "fromVersion", requires.FromVersion);
            json.WriteEndObject();
        }

        private static void WriteImage(Utf8JsonWriter json, ImageContent image)
        {
            json.WriteStartObject();
            json.WriteString("component", image.Component);
            json.WriteString("version", image.Version);
            json.WriteNumber("size", image.Image.Size);
            json.WriteString("sha256", image.Image.Sha256);
            json.WriteString("url", image.Image.File);
            json.WriteStartObject("chunks");
            json.WriteString("url", image.Chunks.File);
            json.WriteString("sha256", image.Chunks.Identity);
            json.WriteEndObject();
            if (image.Delta != null)
            {
                json.WriteStartObject("delta");
                json.WriteString("url", image.Delta);
                json.WriteEndObject();
            }

            if (image.Natives.Count != 0)
            {
                json.WriteStartArray("natives");
                foreach (NativeNeed native in image.Natives)
                {
                    json.WriteStartObject();
                    json.WriteString("name", native.Name);
                    json.WriteNumber("checksum", native.Checksum);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (image.Residents.Count != 0)
            {
                json.WriteStartArray("residents");
                foreach (ResidentNeed resident in image.Residents)
                {
                    json.WriteStartObject();
                    json.WriteString("name", resident.Name);
                    json.WriteString("version", resident.Version);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        private static void WriteRollout(Utf8JsonWriter json, RolloutContent? rollout)
        {
            if (rollout == null)
            {
                return;
            }

            json.WriteStartObject("rollout");
            json.WriteNumber("percent", rollout.Percent);
            WriteOptional(json, "salt", rollout.Salt);
            WriteList(json, "groups", rollout.Groups);
            json.WriteEndObject();
        }

        private static void WriteInstall(Utf8JsonWriter json, InstallContent install)
        {
            if (install == new InstallContent())
            {
                return;
            }

            json.WriteStartObject("install");
            if (install.NotBefore is long notBefore)
            {
                json.WriteNumber("notBefore", notBefore);
            }

            if (install.Window is { } window)
            {
                json.WriteNumber("windowStart", window.Start);
                json.WriteNumber("windowEnd", window.End);
            }

            if (install.Critical)
            {
                json.WriteNumber("critical", 1);
            }

            if (install.LongestDeferral is int longest)
            {
                json.WriteNumber("longestDeferral", longest);
            }

            json.WriteEndObject();
        }

        private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                json.WriteString(name, value);
            }
        }

        private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
        {
            if (values.Count == 0)
            {
                return;
            }

            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }
}
