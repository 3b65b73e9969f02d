using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>What surrounds a story besides its case.</summary>
    public sealed record StoryOptions
    {
        /// <summary>What the clock shows at first; 0 for unset.</summary>
        public long UtcSeconds { get; init; } = ReleaseSet.Now;

        /// <summary>Gets the natives of a run and gives those that the client is to see; null for no change.</summary>
        public Func<IBoard, IBoard>? WrapBoard { get; init; }

        /// <summary>Gets the server and gives what the client is to see; null for no change.</summary>
        public Func<ITransport, ITransport>? WrapTransport { get; init; }

        /// <summary>Gets every operation of the flash, and which version was running; null for nobody.</summary>
        public ICollection<FlashOperation>? Log { get; init; }
    }

    /// <summary>What was seen of the client in a story.</summary>
    public sealed class StoryRecord
    {
        /// <summary>What the client's calls answered, in their order.</summary>
        public List<OtaResult> Results { get; } = [];

        /// <summary>The last run came to an answer that only a new manifest changes.</summary>
        public bool IsSettled { get; internal set; }

        /// <summary>The highest version that any client showed as confirmed, as <see cref="ReleaseVersion.Parse"/> gives it.</summary>
        public long HighestVersion { get; private set; }

        /// <summary>A client showed a lower confirmed version than one before it.</summary>
        public bool HasFallen { get; private set; }

        /// <summary>Writes of the state record that clients counted.</summary>
        public int StateWrites => _stateWritesBefore + _stateWrites;

        private OtaClient? _client;
        private int _stateWritesBefore;
        private int _stateWrites;

        internal void Note(OtaClient client)
        {
            if (client != _client)
            {
                _stateWritesBefore += _stateWrites;
                _stateWrites = 0;
                _client = client;
            }

            _stateWrites = client.Counters.StateWrites;
            HasFallen |= client.InstalledVersion < HighestVersion;
            HighestVersion = Math.Max(HighestVersion, client.InstalledVersion);
        }
    }
}
