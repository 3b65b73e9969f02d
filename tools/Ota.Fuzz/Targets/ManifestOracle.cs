using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// The manifest's format, written a second time over JsonDocument: which documents are manifests, and what their fields say.
    /// </summary>
    internal static partial class ManifestOracle
    {
        private const long MaxSafe = 999_999_999_999_999;

        private static readonly string[] _components = ["app", "firmware"];

        /// <summary>Compares the reader's verdict and its manifest with the document.</summary>
        public static void Check(JsonElement root, OtaResult result, Manifest? manifest)
        {
            bool doubled = HasDuplicate(root);
            Expect(doubled == (result == OtaResult.FieldDuplicate), $"a key stands twice: {doubled}, the reader gives {result}");
            if (!doubled)
            {
                Expect(IsManifest(root) == (result == OtaResult.Ok), $"the reader gives {result}, the oracle the opposite");
            }

            if (manifest != null)
            {
                Compare(root, manifest);
            }
        }

        private static bool HasDuplicate(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    HashSet<string> names = [];
                    return element.EnumerateObject().Any(property => !names.Add(property.Name) | HasDuplicate(property.Value));
                case JsonValueKind.Array:
                    return element.EnumerateArray().Any(HasDuplicate);
                default:
                    return false;
            }
        }

        private static bool IsManifest(JsonElement root)
        {
            return Number(root, "format", 1, 1)
                && Text(root, "product", Name())
                && Number(root, "revision", 1, MaxSafe)
                && Version(root, "version")
                && Number(root, "issued", 0, MaxSafe)
                && Number(root, "expires", root.GetProperty("issued").GetInt64(), MaxSafe)
                && Optional(root, "channel", r => Text(r, "channel", Name()))
                && Optional(root, "retry", r => Number(r, "retry", 0, 65535))
                && Optional(root, "notBelow", r => Version(r, "notBelow")
                    && ReleaseVersion.Parse(r.GetProperty("notBelow").GetString()) <= ReleaseVersion.Parse(r.GetProperty("version").GetString()))
                && Optional(root, "notes", r => Text(r, "notes", 0, 1024))
                && Section(root, "requires", r => Names(r, "hardware")
                    && Optional(r, "chip", s => Number(s, "chip", 0, 65535))
                    && Optional(r, "firmware", s => Version(s, "firmware"))
                    && Optional(r, "bootstrap", s => Version(s, "bootstrap"))
                    && Optional(r, "fromVersion", s => Version(s, "fromVersion")))
                && Section(root, "rollout", r => Optional(r, "percent", s => Number(s, "percent", 0, 100))
                    && Optional(r, "salt", s => Text(s, "salt", 0, 64))
                    && Names(r, "groups"))
                && Section(root, "install", IsInstall)
                && Section(root, "settings", _ => true)
                && List(root, "images", 1, 2, IsImage)
                && root.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("component").GetString()).Distinct().Count()
                    == root.GetProperty("images").GetArrayLength();
        }

        private static bool IsInstall(JsonElement install)
        {
            bool start = install.TryGetProperty("windowStart", out JsonElement from);
            bool end = install.TryGetProperty("windowEnd", out JsonElement to);
            return Optional(install, "notBefore", s => Number(s, "notBefore", 0, MaxSafe))
                && Optional(install, "critical", s => Number(s, "critical", 0, 1))
                && Optional(install, "longestDeferral", s => Number(s, "longestDeferral", 0, 2592000))
                && start == end
                && (!start || (Number(install, "windowStart", 0, 1439) && Number(install, "windowEnd", 0, 1439) && from.GetInt32() != to.GetInt32()));
        }

        private static bool IsImage(JsonElement image)
        {
            return image.ValueKind == JsonValueKind.Object
                && Text(image, "component", 1, 64)
                && _components.Contains(image.GetProperty("component").GetString())
                && Version(image, "version")
                && Number(image, "size", 1, 64 << 20)
                && Text(image, "sha256", Digest())
                && Text(image, "url", 1, 512)
                && image.TryGetProperty("chunks", out _)
                && Section(image, "chunks", r => Text(r, "url", 1, 512) && Text(r, "sha256", Digest()))
                && Section(image, "delta", r => Text(r, "url", 1, 512))
                && Optional(image, "natives", r => List(r, "natives", 0, 32, IsNative));
        }

        private static bool IsNative(JsonElement native) =>
            native.ValueKind == JsonValueKind.Object && Text(native, "name", 1, 128) && Number(native, "checksum", 0, uint.MaxValue);

        private static bool Optional(JsonElement source, string field, Func<JsonElement, bool> holds) => !source.TryGetProperty(field, out _) || holds(source);

        private static bool Section(JsonElement source, string field, Func<JsonElement, bool> holds) =>
            !source.TryGetProperty(field, out JsonElement section) || (section.ValueKind == JsonValueKind.Object && holds(section));

        private static bool List(JsonElement source, string field, int least, int most, Func<JsonElement, bool> holds) =>
            source.TryGetProperty(field, out JsonElement list) && list.ValueKind == JsonValueKind.Array
                && list.GetArrayLength() >= least && list.GetArrayLength() <= most && list.EnumerateArray().All(holds);

        private static bool Names(JsonElement source, string field) => Optional(source, field, s => List(
            s, field, 0, 32, item => item.ValueKind == JsonValueKind.String && Name().IsMatch(item.GetString()!)));

        private static bool Number(JsonElement source, string field, long least, long most) =>
            source.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.GetInt64() >= least && value.GetInt64() <= most;

        private static bool Text(JsonElement source, string field, int least, int most) =>
            source.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String
                && value.GetString()!.Length >= least && value.GetString()!.Length <= most;

        private static bool Text(JsonElement source, string field, Regex pattern) => Text(source, field, 1, 64) && pattern.IsMatch(source.GetProperty(field).GetString()!);

        private static bool Version(JsonElement source, string field) =>
            Text(source, field, VersionForm()) && source.GetProperty(field).GetString()!.Split('.').Select((part, i) => int.Parse(part) <= (i == 0 ? 32767 : 65535)).All(isInRange => isInRange);

        [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
        private static partial Regex Name();

        // The last of 43 characters carries two bits that must be zero.
        [GeneratedRegex(@"^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\z")]
        private static partial Regex Digest();

        [GeneratedRegex(@"^(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){0,3}\z")]
        private static partial Regex VersionForm();

        private static void Compare(JsonElement root, Manifest manifest)
        {
            Same(root, "product", manifest.Product);
            Same(root, "revision", manifest.Revision);
            Same(root, "version", manifest.Version);
            Same(root, "issued", manifest.Issued);
            Same(root, "expires", manifest.Expires);
            Same(root, "retry", manifest.Retry, 0);
            Expect((root.TryGetProperty("channel", out JsonElement channel) ? channel.GetString() : "stable") == manifest.Channel, "channel");
            Expect((root.TryGetProperty("notBelow", out JsonElement least) ? ReleaseVersion.Parse(least.GetString()) : 0) == manifest.NotBelow, "notBelow");
            Expect(root.TryGetProperty("notes", out JsonElement notes) ? notes.GetString() == manifest.Notes : manifest.Notes == null, "notes");
            JsonElement requires = Object(root, "requires");
            Same(requires, "chip", manifest.Chip, -1);
            Expect(Strings(requires, "hardware").SequenceEqual(manifest.Hardware), "hardware");
            JsonElement rollout = Object(root, "rollout");
            Same(rollout, "percent", manifest.RolloutPercent, 100);
            Expect((rollout.TryGetProperty("salt", out JsonElement salt) ? salt.GetString() : string.Empty) == manifest.RolloutSalt, "salt");
            Expect(Strings(rollout, "groups").SequenceEqual(manifest.RolloutGroups), "groups");
            JsonElement install = Object(root, "install");
            Same(install, "notBefore", manifest.NotBefore, 0);
            Same(install, "windowStart", manifest.WindowStart, -1);
            Same(install, "windowEnd", manifest.WindowEnd, -1);
            Same(install, "longestDeferral", manifest.LongestDeferral, 2592000);
            Same(install, "critical", manifest.IsCritical ? 1 : 0, 0);
            Expect(root.TryGetProperty("settings", out JsonElement settings) ? IsSame(settings, manifest.Settings) : manifest.Settings == null, "settings");
            JsonElement[] images = [.. root.GetProperty("images").EnumerateArray()];
            Expect(images.Length == manifest.Images.Length, "images");
            for (int i = 0; i < images.Length; i++)
            {
                Compare(images[i], manifest.Images[i]);
            }
        }

        // What the client's reader made of a value, with all below it.
        private static bool IsSame(JsonElement source, object? value) => source.ValueKind switch
        {
            JsonValueKind.Object => value is JsonFields fields
                && source.EnumerateObject().All(member => fields.Contains(member.Name) && IsSame(member.Value, fields[member.Name])),
            JsonValueKind.Array => value is System.Collections.ArrayList list && list.Count == source.GetArrayLength()
                && source.EnumerateArray().Zip(list.Cast<object?>()).All(pair => IsSame(pair.First, pair.Second)),
            JsonValueKind.String => source.GetString() == value as string,
            JsonValueKind.Number => value is long number && number == source.GetInt64(),
            JsonValueKind.Null => value is null,
            _ => value is bool truth && truth == source.GetBoolean(),
        };

        private static void Compare(JsonElement source, ManifestImage image)
        {
            Same(source, "component", image.Component);
            Same(source, "version", image.Version);
            Same(source, "size", image.Size);
            Same(source, "url", image.Url);
            Same(source, "sha256", System.Buffers.Text.Base64Url.EncodeToString(image.Digest));
            JsonElement chunks = source.GetProperty("chunks");
            Same(chunks, "url", image.TableUrl);
            Same(chunks, "sha256", System.Buffers.Text.Base64Url.EncodeToString(image.TableDigest));
            Expect(source.TryGetProperty("delta", out JsonElement delta) == (image.DeltaUrl != null), "delta");
            if (image.DeltaUrl != null)
            {
                Same(delta, "url", image.DeltaUrl);
            }

            JsonElement[] natives = source.TryGetProperty("natives", out JsonElement list) ? [.. list.EnumerateArray()] : [];
            Expect(natives.Length == image.Natives.Length, "natives");
            for (int i = 0; i < natives.Length; i++)
            {
                Same(natives[i], "name", image.Natives[i].Name);
                Same(natives[i], "checksum", image.Natives[i].Checksum);
            }
        }

        private static JsonElement Object(JsonElement root, string field) =>
            root.TryGetProperty(field, out JsonElement value) ? value : JsonElement.Parse("{}"u8);

        private static IEnumerable<string?> Strings(JsonElement source, string field) =>
            source.TryGetProperty(field, out JsonElement list) ? list.EnumerateArray().Select(item => item.GetString()) : [];

        private static void Same(JsonElement source, string field, string value) => Expect(source.GetProperty(field).GetString() == value, field);

        private static void Same(JsonElement source, string field, long value, long? otherwise = null) =>
            Expect((source.TryGetProperty(field, out JsonElement number) ? number.GetInt64() : otherwise) == value, field);

        private static void Expect(bool holds, string claim)
        {
            if (!holds)
            {
                throw new FuzzFailureException($"the manifest and the document differ: {claim}");
            }
        }
    }
}
