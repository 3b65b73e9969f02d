namespace NanoOta
{
    /// <summary>Keeps the stored network configuration in a record of two copies. Make one object a start, before anything can change the configuration.</summary>
    /// <remarks>
    /// On flash: (1) the record has the former copy, (2) the record has the new copy. A power cut between leaves one of the two whole
    /// (<see cref="TwoCopyStateStore"/>). Putting back changes the platform's own storage alone. A cut there is the platform's affair, and the copy stays.
    /// </remarks>
    public sealed class NetworkKeeper : INetworkKeeper
    {
        /// <summary>Bytes that a configuration has at most.</summary>
        public const int MaxLength = 256;

        private readonly INetworkConfiguration _configuration;
        private readonly IStateStore _store;
        private readonly byte[] _atStart = new byte[MaxLength];
        private readonly byte[] _buffer = new byte[MaxLength];
        private readonly int _lengthAtStart;

        /// <summary>Reads the configuration of this start.</summary>
        /// <param name="configuration">The platform's configuration.</param>
        /// <param name="store">The record. No record is longer than <see cref="MaxLength"/>.</param>
        public NetworkKeeper(INetworkConfiguration configuration, IStateStore store)
        {
            _configuration = configuration;
            _store = store;
            _lengthAtStart = configuration.Read(_atStart);
        }

        /// <inheritdoc/>
        public bool IsChanged => !IsAtStart(_configuration.Read(_buffer));

        /// <inheritdoc/>
        public OtaResult Keep()
        {
            if (_lengthAtStart == 0 || IsChanged)
            {
                return OtaResult.Ok;
            }

            return IsAtStart(_store.Read(_buffer)) ? OtaResult.Ok : _store.Write(_atStart, _lengthAtStart);
        }

        /// <inheritdoc/>
        public OtaResult PutBack()
        {
            int kept = _store.Read(_buffer);
            if (kept <= 0)
            {
                return OtaResult.UpToDate;
            }

            byte[] stored = new byte[MaxLength];
            int length = _configuration.Read(stored);
            return length == kept && Bits.AreEqual(stored, 0, _buffer, 0, kept) ? OtaResult.UpToDate : _configuration.Write(_buffer, kept);
        }

        private bool IsAtStart(int length)
        {
            return length == _lengthAtStart && Bits.AreEqual(_buffer, 0, _atStart, 0, length);
        }
    }
}
