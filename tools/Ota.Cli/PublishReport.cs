using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>Shows what a publishing did, or would do: for people, or as one JSON object.</summary>
    internal static class PublishReport
    {
        /// <summary>Prints it.</summary>
        public static void Print(CliConsole console, PublishResult result, string kid, PublishMode mode, bool asJson)
        {
            ManifestContent now = result.Content;
            if (asJson)
            {
                JsonTables.Print(console, ToJson(result, kid, mode), asJson: true);
                return;
            }

            foreach (string note in result.Notes)
            {
                Lines.Write(console.Out, "note    ", note);
            }

            Lines.Write(console.Out, "before  ", result.Before == null ? "nothing is known of a release before" : Line(result.Before));
            Lines.Write(console.Out, "now     ", Line(now));
            foreach ((string url, int size) in result.NewFiles)
            {
                console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {now.Channel}/{url}  {size} bytes"));
            }

            console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {now.Channel}/{Publisher.ManifestName}  {result.ManifestSize} bytes, signed by {kid}"));
            console.Out.WriteLine(mode == PublishMode.DryRun
                ? "Nothing was written: leave --dry-run out to publish."
                : $"Published: {result.ManifestPath}");
        }

        private static string Line(ManifestContent content) =>
            string.Create(CultureInfo.InvariantCulture, $"{content.Product} {content.Version}, revision {content.Revision}: {AudienceText.Of(content)}");

        private static JsonObject ToJson(PublishResult result, string kid, PublishMode mode) => new()
        {
            ["published"] = mode == PublishMode.Publish,
            ["manifest"] = result.ManifestPath,
            ["kid"] = kid,
            ["before"] = result.Before == null ? null : Release(result.Before),
            ["now"] = Release(result.Content),
            ["files"] = new JsonArray([.. result.NewFiles.Select(file => new JsonObject { ["url"] = file.Url, ["size"] = file.Size })]),
            ["notes"] = new JsonArray([.. result.Notes.Select(note => JsonValue.Create(note))]),
        };

        /// <summary>A release as an object.</summary>
        public static JsonObject Release(ManifestContent content) => new()
        {
            ["product"] = content.Product,
            ["channel"] = content.Channel,
            ["version"] = content.Version,
            ["revision"] = content.Revision,
            ["issued"] = AudienceText.Time(content.Issued),
            ["expires"] = AudienceText.Time(content.Expires),
            ["audience"] = AudienceText.Of(content),
            ["images"] = new JsonArray([.. content.Images.Select(image => new JsonObject
            {
                ["component"] = image.Component,
                ["version"] = image.Version,
                ["size"] = image.Image.Size,
                ["identity"] = DigestText.OfUrl(image.Chunks.Identity),
                ["sha256"] = DigestText.OfUrl(image.Image.Sha256),
            })]),
        };
    }
}
