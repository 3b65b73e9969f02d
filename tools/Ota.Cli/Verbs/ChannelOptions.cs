using System.CommandLine;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>The options of every verb that gives a channel a new revision: where the channel is, which key signs, and what is meant.</summary>
    internal sealed class ChannelOptions
    {
        private readonly Option<string> _key = new Option<string>("--key", "-k") { Description = "The private key: a name or a file.", Required = true }.OfKey();
        private readonly Option<string> _out = new Option<string>("--out", "-o") { Description = "The folder that the web server serves.", Required = true }.OfPath();
        private readonly Option<string> _channel = new("--channel") { Description = "The channel.", DefaultValueFactory = _ => Manifest.DefaultChannel };
        private readonly Option<string?> _record = new Option<string?>("--record") { Description = "The folder of the channels' records. Default: 'channels' beside nanoota.json, else beside the key." }.OfPath();
        private readonly Option<bool> _first = new("--first") { Description = "This is the channel's first release: no device has seen one." };
        private readonly Option<long?> _revision = new("--revision") { Description = "A number above the last one, such as a CI run's. Default: one more than the record's." };
        private readonly Option<string?> _previous = new("--previous") { Description = "Where the channel is published: a manifest's URL, or the URL of the served folder. Default: --out." };
        private readonly Option<string?> _ca = new Option<string?>("--ca") { Description = "The certificate authority that --previous is trusted by, as a PEM file." }.OfPath();
        private readonly Option<string[]> _trust = PublishOptions.Repeated("--trust", "A former key of yours, as a PEM file (repeat for more).").OfKey();
        private readonly Option<string[]> _allow = PublishOptions.Repeated("--allow", "What you mean, though it is refused else (repeat for more).");
        private readonly Option<string?> _layout = new("--layout") { Description = "How files are named: 'folders', or 'flat' for places without folders. Default: the last release's." };
        private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show all that would happen, and write nothing." };

        public ChannelOptions()
        {
            Mistyped.AcceptOnly(_layout, ["folders", "flat"]);
            Mistyped.AcceptOnly(_allow, [.. ChannelRisks.All.Select(risk => risk.Word)]);
        }

        public void AddTo(Command command)
        {
            foreach (Option option in (Option[])[_key, _out, _channel, _record, _first, _revision, _previous, _ca, _trust, _allow, _layout, _dryRun])
            {
                command.Options.Add(option);
            }
        }

        /// <summary>The served folder.</summary>
        public string Out(ParseResult parsed) => parsed.GetValue(_out) ?? string.Empty;

        /// <summary>The channel.</summary>
        public string Channel(ParseResult parsed) => parsed.GetRequiredValue(_channel);

        /// <summary>The former keys of the operator.</summary>
        public IReadOnlyList<PublicKey> Trusted(ParseResult parsed) => [.. (parsed.GetValue(_trust) ?? []).Select(PublicKey.Load)];

        /// <summary>The record's folder.</summary>
        public string RecordFolder(ParseResult parsed) => parsed.GetValue(_record)
            ?? ChannelPaths.RecordFolderBeside(KeyStore.Find(parsed.GetRequiredValue(_key)));

        /// <summary>Reads the key, and warns where others could take it.</summary>
        public SigningKey LoadKey(ParseResult parsed, CliConsole console) => LoadKey(parsed, console, Out(parsed));

        /// <summary>The same, for another served folder than --out.</summary>
        public SigningKey LoadKey(ParseResult parsed, CliConsole console, string served)
        {
            string file = KeyStore.Find(parsed.GetRequiredValue(_key));
            SigningKey key = SigningKey.Load(file);
            if (ChannelPaths.IsInside(file, served))
            {
                key.Dispose();
                throw new ToolException(ExitCode.Usage, $"The private key {file} lies in {served}, which is served. Move the key to a place that only you can read.");
            }

            KeyWarning.Say(console, file);
            return key;
        }

        /// <summary>Whether anything is written.</summary>
        public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

        /// <summary>A request with these options.</summary>
        public PublishRequest AddTo(PublishRequest request, ParseResult parsed) => request with
        {
            Out = Out(parsed),
            Channel = Channel(parsed),
            RecordFolder = RecordFolder(parsed),
            Begin = parsed.GetValue(_first) ? ChannelBegin.First : ChannelBegin.Goes,
            Revision = parsed.GetValue(_revision),
            Previous = parsed.GetValue(_previous),
            Authorities = WebRelease.Authorities(parsed.GetValue(_ca)),
            Trusted = Trusted(parsed),
            Allowed = [.. (parsed.GetValue(_allow) ?? []).Select(word => ChannelRisks.Parse(word)!.Value)],
            Layout = parsed.GetValue(_layout) switch { "flat" => HostingLayout.Flat, "folders" => HostingLayout.Folders, _ => null },
            Mode = parsed.GetValue(_dryRun) ? PublishMode.DryRun : PublishMode.Publish,
        };
    }
}
