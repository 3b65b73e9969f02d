using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>The many options of publish, and how they become a request.</summary>
    internal sealed class PublishOptions
    {
        private readonly Argument<string[]> _packs = new("packs") { Description = "Folders that 'nanoota pack' wrote, or .pack.json files.", Arity = ArgumentArity.OneOrMore };
        private readonly Option<string> _key = new("--key", "-k") { Description = "The private key's file.", Required = true };
        private readonly Option<string> _out = new("--out", "-o") { Description = "The folder that the web server serves.", Required = true };
        private readonly Option<string> _product = new("--product") { Description = "The product's name, as the devices know it.", Required = true };
        private readonly Option<string> _version = new("--version") { Description = "The release's version, such as 1.4.0.", Required = true };
        private readonly Option<string> _channel = new("--channel") { Description = "The channel.", DefaultValueFactory = _ => "stable" };
        private readonly Option<long?> _revision = new("--revision") { Description = "Rises with every publishing of the channel. Default: one more than what is published." };
        private readonly Option<string[]> _hardware = Repeated("--hardware", "A hardware name that it is for (repeat for more). Default: any.");
        private readonly Option<int?> _chip = new("--chip") { Description = "The chip: esp32, esp32s3, ... or ESP-IDF's number. Default: the images'." };
        private readonly Option<string?> _firmware = new("--firmware") { Description = "The least firmware version that it runs on." };
        private readonly Option<string?> _bootstrap = new("--bootstrap") { Description = "The least version of the Bootstrap." };
        private readonly Option<string?> _fromVersion = new("--from-version") { Description = "The oldest release that may be updated directly." };
        private readonly Option<int> _expiresDays = new("--expires-days") { Description = "Days until devices refuse the manifest, unless published again.", DefaultValueFactory = _ => 365 };
        private readonly Option<int?> _rollout = new("--rollout") { Description = "Percent of the fleet that gets it, 0 to 100. Default: all." };
        private readonly Option<string?> _salt = new("--rollout-salt") { Description = "Mixes the fleet anew. Default: the version." };
        private readonly Option<string[]> _groups = Repeated("--group", "A group that gets it whatever --rollout says (repeat for more).");
        private readonly Option<DateTimeOffset?> _notBefore = new("--not-before") { Description = "Not to be installed before, such as 2026-08-01T02:00Z." };
        private readonly Option<(int Start, int End)?> _window = new("--window") { Description = "Daily hours for installing, UTC, such as 02:00-04:30." };
        private readonly Option<bool> _critical = new("--critical") { Description = "Install outside the window too." };
        private readonly Option<int?> _retry = new("--retry") { Description = "Raise it to have images tried again that devices gave up. Default: the published one's." };
        private readonly Option<string?> _notBelow = new("--not-below") { Description = "The lowest version that devices may go back to. Default: any." };
        private readonly Option<string[]> _deltaFrom = Repeated("--delta-from", "An older image or folder that delta files are made for (repeat for more). Default: the channel's last five releases.");
        private readonly Option<bool> _noDelta = new("--no-delta") { Description = "Make no delta files: devices fetch every chunk that changed." };
        private readonly Option<string?> _notes = new("--notes") { Description = "Words for people, at most 1024 characters." };

        public PublishOptions()
        {
            _chip.CustomParser = result => Parse(result, EspChip.Parse, "a chip's name or number");
            _window.CustomParser = result => Parse(result, ParseWindow, "a window such as 02:00-04:30");
            _notBefore.CustomParser = result => Parse(result, ParseTime, "a time such as 2026-08-01T02:00Z");
            Within(_rollout, 0, 100);
            _expiresDays.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int days) && days is < 1 or > 36500)
                {
                    result.AddError("--expires-days takes 1 to 36500.");
                }
            });
        }

        public void AddTo(Command command)
        {
            command.Arguments.Add(_packs);
            foreach (Option option in (Option[])[_key, _out, _product, _version, _channel, _revision, _hardware, _chip, _firmware, _bootstrap, _fromVersion,
                _expiresDays, _rollout, _salt, _groups, _notBefore, _window, _critical, _retry, _notBelow, _deltaFrom, _noDelta, _notes])
            {
                command.Options.Add(option);
            }
        }

        public string KeyFile(ParseResult parsed) => parsed.GetRequiredValue(_key);

        public PublishRequest Request(ParseResult parsed) => new()
        {
            Packs = parsed.GetRequiredValue(_packs),
            Out = parsed.GetRequiredValue(_out),
            Channel = parsed.GetRequiredValue(_channel),
            Product = parsed.GetRequiredValue(_product),
            Version = parsed.GetRequiredValue(_version),
            Revision = parsed.GetValue(_revision),
            Validity = TimeSpan.FromDays(parsed.GetValue(_expiresDays)),
            Retry = parsed.GetValue(_retry),
            NotBelow = parsed.GetValue(_notBelow),
            Requires = new RequiresContent
            {
                Hardware = parsed.GetValue(_hardware) ?? [],
                Chip = parsed.GetValue(_chip),
                Firmware = parsed.GetValue(_firmware),
                Bootstrap = parsed.GetValue(_bootstrap),
                FromVersion = parsed.GetValue(_fromVersion),
            },
            Rollout = Rollout(parsed),
            Install = new InstallContent(
                parsed.GetValue(_notBefore)?.ToUnixTimeSeconds(),
                parsed.GetValue(_window),
                parsed.GetValue(_critical)),
            Notes = parsed.GetValue(_notes),
            DeltaFrom = parsed.GetValue(_noDelta) ? null
                : parsed.GetValue(_deltaFrom) is { Length: > 0 } paths ? DeltaSources.Named(paths)
                : DeltaSources.History(),
        };

        private RolloutContent? Rollout(ParseResult parsed)
        {
            string[] groups = parsed.GetValue(_groups) ?? [];
            int? percent = parsed.GetValue(_rollout);

            // Groups alone mean: those, and nobody else.
            return percent == null && groups.Length == 0
                ? null
                : new RolloutContent(percent ?? 0, parsed.GetValue(_salt) ?? parsed.GetRequiredValue(_version), groups);
        }

        private static Option<string[]> Repeated(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

        private static void Within(Option<int?> option, int least, int most) => option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int value) && (value < least || value > most))
            {
                result.AddError($"{option.Name} takes {least} to {most}.");
            }
        });

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
