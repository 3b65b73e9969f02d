using System.Text.RegularExpressions;
using NanoOta.Tooling.Esp;

namespace NanoOta.Tooling.Release
{
    /// <summary>What a release must keep to before anything is written. Every breach is a <see cref="ToolException"/>.</summary>
    internal static partial class ReleaseRules
    {
        /// <summary>Names and texts that devices refuse, said in words while they can still be changed.</summary>
        public static void Check(PublishRequest request)
        {
            Require(request.Out.Trim().Length != 0, "The served folder has no name. Give one with --out.");
            CheckName("channel", request.Channel);
            CheckName("product", request.Product);
            CheckVersion("--version", request.Version);
            CheckVersion("--min-firmware", request.Requires.Firmware);
            CheckVersion("--min-bootstrap", request.Requires.Bootstrap);
            CheckVersion("--from-version", request.Requires.FromVersion);
            CheckVersion("--not-below", request.NotBelow);
            Require(request.Retry is null or (>= 0 and <= 65535), "--retry takes 0 to 65535.");
            foreach (string name in request.Requires.Hardware.Concat(request.Rollout?.Groups ?? []))
            {
                Require(Name().IsMatch(name), $"The name '{name}' cannot be used: take 1 to 64 letters, digits, '.', '_' or '-'.");
            }

            Require(request.Validity > TimeSpan.Zero, "A release must be valid for some time: give --expires-days 1 or more.");
            Require(request.Notes == null || (request.Notes.Length <= 1024 && !Odd().IsMatch(request.Notes)), "The notes have more than 1024 characters, or control or emoji characters. Shorten them to plain text.");
            foreach (string? text in (string?[])[request.Notes, request.Rollout?.Salt])
            {
                Require(text?.StartsWith('"') != true, "Notes and salt must not begin with a quotation mark: devices would read it twice.");
            }
        }

        /// <summary>The name of a channel or product: a folder, too.</summary>
        public static void CheckName(string what, string name) =>
            Require(Name().IsMatch(name), $"The {what} '{name}' cannot be used: take 1 to 64 letters, digits, '.', '_' or '-', with no '.' in front.");

        /// <summary>A release below its own lowest version would forbid itself.</summary>
        public static void CheckNotBelow(ManifestContent content) => Require(
            content.NotBelow == null || ReleaseVersion.Parse(content.NotBelow) <= ReleaseVersion.Parse(content.Version),
            $"--not-below {content.NotBelow} forbids version {content.Version} itself. Give that version or an older one.");

        /// <summary>Reads the side files, and refuses a component that comes twice.</summary>
        public static List<(PackFile Pack, string Folder)> LoadPacks(IEnumerable<string> paths)
        {
            List<(PackFile Pack, string Folder)> packs = [];
            foreach (string path in paths)
            {
                string[] files = Directory.Exists(path) ? Files.List(path, "*" + PackFile.Suffix) : [path];
                Require(files.Length != 0, $"{path} has no *{PackFile.Suffix}: run 'nanoota pack' first.");
                packs.AddRange(files.Select(PackFile.Load));
            }

            packs.Sort((a, b) => string.CompareOrdinal(a.Pack.Component, b.Pack.Component));
            for (int i = 0; i < packs.Count; i++)
            {
                string component = packs[i].Pack.Component;
                Require(Packer.Components.Contains(component), $"There is no component '{component}': take 'app' or 'firmware'.");
                Require(i == 0 || packs[i - 1].Pack.Component != component, $"Two packs are for the component '{component}'. A release has one image for each.");
            }

            return packs;
        }

        /// <summary>The chip of the release: the one asked for and those of the images must be the same. The last release's stands where none of them says one.</summary>
        public static int? Chip(int? asked, int? carried, IEnumerable<PackFile> packs)
        {
            int? chip = asked;
            foreach (int packed in packs.Where(p => p.Chip != null).Select(p => p.Chip!.Value))
            {
                Require(chip == null || chip == packed, $"An image is for {EspChip.Name(packed)}, not for {EspChip.Name(chip ?? packed)}. Pack the right one, or change --chip.");
                chip = packed;
            }

            return chip ?? carried;
        }

        /// <summary>Refuses what is no version, and says the form.</summary>
        public static void CheckVersion(string option, string? version) => Require(
            version == null || ReleaseVersion.Parse(version) != ReleaseVersion.Invalid,
            $"{option} '{version}' is not a version: take one to four numbers with dots, such as 1.4.0 or 1.0.9826.40000, the first to 32767, the others to 65535.{VersionAdvice(version)}");

        private static string VersionAdvice(string? version)
        {
            string text = version ?? string.Empty;
            if (text.StartsWith('v') && ReleaseVersion.Parse(text[1..]) != ReleaseVersion.Invalid)
            {
                return $" Leave the 'v' out: {text[1..]}.";
            }

            int end = text.IndexOfAny(['-', '+']);
            return end > 0 && ReleaseVersion.Parse(text[..end].TrimStart('v')) != ReleaseVersion.Invalid
                ? $" What follows '{text[end]}' has no order on devices: publish {text[..end].TrimStart('v')} in a channel of its own, such as --channel beta."
                : string.Empty;
        }

        private static void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ToolException(ExitCode.Usage, message);
            }
        }

        [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z")]
        private static partial Regex Name();

        [GeneratedRegex(@"[\x00-\x08\x0B\x0E-\x1F\x7F-\x9F\p{Cs}\u2028\u2029]")]
        private static partial Regex Odd();
    }
}
