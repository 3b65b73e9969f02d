using System.CommandLine;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>The options of verbs that read a channel's record and sign nothing.</summary>
    internal sealed class ReaderOptions
    {
        private readonly Option<string[]> _keys = PublishOptions.Repeated("--key", "A key of yours: a name or a file (repeat for more).").OfKey();
        private readonly Option<string?> _record = new Option<string?>("--record") { Description = "The folder of the channels' records. Default: 'channels' beside the first key." }.OfPath();

        public ReaderOptions()
        {
            _keys.Aliases.Add("-k");
            _keys.Required = true;
        }

        public void AddTo(Command command)
        {
            command.Options.Add(_keys);
            command.Options.Add(_record);
        }

        /// <summary>The keys that are believed.</summary>
        public IReadOnlyList<PublicKey> Keys(ParseResult parsed) => [.. parsed.GetRequiredValue(_keys).Select(PublicKey.Load)];

        /// <summary>The record's folder.</summary>
        public string RecordFolder(ParseResult parsed) =>
            parsed.GetValue(_record) ?? ChannelPaths.RecordFolderBeside(KeyStore.Find(parsed.GetRequiredValue(_keys)[0]));
    }
}
