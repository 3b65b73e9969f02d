using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>The options that say what a release is and for whom, and how they become a request.</summary>
    internal sealed class PublishOptions
    {
        private readonly Option<string> _product = new("--product") { Description = "The product's name, as the devices know it.", Required = true };
        private readonly Option<string> _version = new("--version") { Description = "The release's version: one to four numbers, such as 1.4.0.", Required = true };
        private readonly Option<string[]> _hardware = Repeated("--hardware", "A hardware name that it is for (repeat for more). Default: the last release's.");
        private readonly Option<int?> _chip = new("--chip") { Description = "The chip: esp32, esp32s3, ... or ESP-IDF's number. Default: the images'." };
        private readonly Option<string?> _minFirmware = new("--min-firmware") { Description = "The least firmware version that it runs on." };
        private readonly Option<string?> _minBootstrap = new("--min-bootstrap") { Description = "The least version of the Bootstrap." };
        private readonly Option<string?> _fromVersion = new("--from-version") { Description = "The oldest release that may be updated directly." };
        private readonly Option<int> _expiresDays = CommonOptions.ExpiresDays();
        private readonly Option<int?> _rollout = new("--rollout") { Description = "Percent of the fleet that gets it, 0 to 100. Default: the last release's." };
        private readonly Option<string?> _salt = new("--rollout-salt") { Description = "Mixes the fleet anew. Default: the version." };
        private readonly Option<string[]> _groups = Repeated("--group", "A group that gets it whatever --rollout says (repeat for more).");
        private readonly Option<DateTimeOffset?> _notBefore = new("--not-before") { Description = "Not to be installed before, such as 2026-08-01T02:00Z." };
        private readonly Option<(int Start, int End)?> _window = new("--window") { Description = "Daily hours for installing, UTC, such as 02:00-04:30." };
        private readonly Option<bool> _critical = new("--critical") { Description = "Install outside the window too." };
        private readonly Option<int?> _longestDeferral = new("--longest-deferral") { Description = "Hours that an application may put the release off, 0 to 720. Default: the last one's." };
        private readonly Option<int?> _retry = new("--retry") { Description = "Raise it to have images tried again that devices gave up. Default: the last one's." };
        private readonly Option<string?> _notBelow = new("--not-below") { Description = "The lowest version that devices may go back to. Default: the last one's." };
        private readonly Option<string?> _settings = new Option<string?>("--settings") { Description = "A JSON file of settings for devices that run the release. Default: the last one's." }.OfPath();
        private readonly Option<string[]> _drop = Repeated("--drop", "A part of the last release's targeting that is not carried over (repeat for more).");
        private readonly Option<string[]> _deltaFrom = Repeated("--delta-from", "An older image or folder that delta files are made for (repeat for more). Default: the channel's last five releases.").OfPath();
        private readonly Option<bool> _noDelta = new("--no-delta") { Description = "Make no delta files: devices fetch every chunk that changed." };
        private readonly Option<string?> _notes = new("--notes") { Description = "Words for people, at most 1024 characters." };

        private static readonly (string Word, TargetPart Part)[] _parts =
        [
            ("rollout", TargetPart.Rollout), ("group", TargetPart.Group), ("hardware", TargetPart.Hardware), ("chip", TargetPart.Chip),
            ("min-firmware", TargetPart.MinFirmware), ("min-bootstrap", TargetPart.MinBootstrap), ("from-version", TargetPart.FromVersion),
            ("not-before", TargetPart.NotBefore), ("window", TargetPart.Window), ("critical", TargetPart.Critical), ("longest-deferral", TargetPart.LongestDeferral), ("not-below", TargetPart.NotBelow),
            ("settings", TargetPart.Settings),
        ];

        private readonly bool _isNamed;

        /// <summary>Makes them; without product and version where those are of a release that is published already.</summary>
        public PublishOptions(bool isNamed = true)
        {
            _isNamed = isNamed;
            Mistyped.AcceptOnly(_drop, [.. _parts.Select(part => part.Word)]);
            _chip.CustomParser = result => Parse(result, EspChip.Parse, "a chip's name or number");
            _window.CustomParser = result => Parse(result, ParseWindow, "a window such as 02:00-04:30");
            _notBefore.CustomParser = result => Parse(result, ParseTime, "a time such as 2026-08-01T02:00Z");
            CommonOptions.Within(_rollout, 0, 100);
            CommonOptions.Within(_longestDeferral, 0, 720);
        }

        /// <summary>The options that say which channel, with which key.</summary>
        public ChannelOptions Channel { get; } = new();

        public void AddTo(Command command)
        {
            Channel.AddTo(command);
            foreach (Option option in (Option[])[.. _isNamed ? (Option[])[_product, _version] : [], _hardware, _chip, _minFirmware, _minBootstrap, _fromVersion, _expiresDays, _rollout, _salt, _groups,
                _notBefore, _window, _critical, _longestDeferral, _retry, _notBelow, _settings, _drop, _deltaFrom, _noDelta, _notes])
            {
                command.Options.Add(option);
            }
        }

        public PublishRequest Request(ParseResult parsed, IReadOnlyList<string> packs) => Channel.AddTo(
            new PublishRequest
            {
                Packs = packs,
                Out = string.Empty,
                Channel = string.Empty,
                Product = _isNamed ? parsed.GetRequiredValue(_product) : string.Empty,
                Version = _isNamed ? parsed.GetRequiredValue(_version) : string.Empty,
                Validity = TimeSpan.FromDays(parsed.GetValue(_expiresDays)),
                Retry = parsed.GetValue(_retry),
                NotBelow = parsed.GetValue(_notBelow),
                Requires = new RequiresContent
                {
                    Hardware = parsed.GetValue(_hardware) ?? [],
                    Chip = parsed.GetValue(_chip),
                    Firmware = parsed.GetValue(_minFirmware),
                    Bootstrap = parsed.GetValue(_minBootstrap),
                    FromVersion = parsed.GetValue(_fromVersion),
                },
                Rollout = Rollout(parsed),
                Install = new InstallContent(
                    parsed.GetValue(_notBefore)?.ToUnixTimeSeconds(),
                    parsed.GetValue(_window),
                    parsed.GetValue(_critical),
                    parsed.GetValue(_longestDeferral) * 3600),
                Settings = parsed.GetValue(_settings) is { } settings ? SettingsContent.Load(settings) : null,
                Dropped = [.. (parsed.GetValue(_drop) ?? []).Select(word => _parts.First(part => part.Word == word).Part)],
                Notes = parsed.GetValue(_notes),
                DeltaFrom = parsed.GetValue(_noDelta) ? null
                    : parsed.GetValue(_deltaFrom) is { Length: > 0 } paths ? DeltaSources.Named(paths)
                    : DeltaSources.History(),
            },
            parsed);

        private RolloutWish? Rollout(ParseResult parsed)
        {
            string[] groups = parsed.GetValue(_groups) ?? [];
            int? percent = parsed.GetValue(_rollout);
            string? salt = parsed.GetValue(_salt);
            return percent == null && salt == null && groups.Length == 0 ? null : new RolloutWish(percent, salt, groups);
        }

        internal static Option<string[]> Repeated(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

        private static T? Parse<T>(ArgumentResult result, Func<string, T?> parse, string what)
            where T : struct
        {
            string text = result.Tokens[0].Value;
            T? value = parse(text);
            if (value == null)
            {
                result.AddError($"'{text}' is not {what}.");
            }

            return value;
        }

        private static DateTimeOffset? ParseTime(string text) =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

        private static (int Start, int End)? ParseWindow(string text)
        {
            string[] parts = text.Split('-');
            return parts.Length == 2 && Minutes(parts[0]) is int start && Minutes(parts[1]) is int end ? (start, end) : null;
        }

        private static int? Minutes(string text) =>
            TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? (time.Hour * 60) + time.Minute : null;
    }
}
