using System;
using nanoFramework.Runtime.InFieldUpdate;

namespace NanoOta
{
    /// <summary>
    /// Signed nanoOta releases for anyone's update agent. The provider offers a release that <see cref="OtaClient.Check"/> finds good for this
    /// device. The agent gets the MCUboot image of the release, with every byte proven.
    /// </summary>
    /// <remarks>
    /// The agent confirms and rolls back by itself, and the client's record does not learn of either. So the device refuses as too old what its build
    /// says: <see cref="OtaOptions.BaselineRevision"/>. Give every release its own number. Not thread-safe.
    /// </remarks>
    public sealed class ReleaseProvider : IUpdateProvider
    {
        private const int TransportError = -1;

        private readonly OtaClient _client;
        private ImageReader _reader;

        /// <summary>A provider over a client that has been started. Nobody else may use that client.</summary>
        public ReleaseProvider(OtaClient client)
        {
            _client = client;
        }

        /// <summary>How the last call ended; says more than the contract of providers can.</summary>
        public OtaOutcome LastOutcome { get; private set; } = OtaOutcome.Ok;

        /// <inheritdoc/>
        public bool TryGetOffer(out Version version, out int totalLength)
        {
            version = null;
            totalLength = 0;
            Close();
            OtaResult result = _client.Check();
            if (result == OtaResult.Ok || result == OtaResult.ClockUnset)
            {
                _client.OpenImage(out _reader);
            }

            LastOutcome = _client.LastOutcome;

            byte[] header = new byte[McuBootScan.HeaderLength];
            if (_reader == null || !Fill(header))
            {
                Close();
                return false;
            }

            if (!McuBootScan.IsHeader(header))
            {
                LastOutcome = OtaOutcome.Of(OtaResult.SlotImageInvalid);
                Close();
                return false;
            }

            // MCUboot's major.minor.revision+build, in the order in which they rise.
            int build = LittleEndian.ReadInt32(header, 24) & 0x7FFFFFFF;
            version = new Version(header[20], header[21], LittleEndian.ReadUInt16(header, 22), build);
            totalLength = _reader.Length;
            return true;
        }

        /// <inheritdoc/>
        public int Read(int offset, byte[] buffer)
        {
            if (_reader == null || offset < 0 || buffer == null)
            {
                return TransportError;
            }

            int read = _reader.Read(offset, buffer, 0, buffer.Length);
            LastOutcome = OtaOutcome.Of(read < 0 ? (OtaResult)(-read) : OtaResult.Ok);
            return read < 0 ? TransportError : read;
        }

        /// <summary>Drops the connection and the offer.</summary>
        public void Close()
        {
            if (_reader != null)
            {
                _reader.Close();
                _reader = null;
            }
        }

        private bool Fill(byte[] header)
        {
            int read = _reader.Read(0, header, 0, header.Length);
            if (read < 0)
            {
                LastOutcome = OtaOutcome.Of((OtaResult)(-read));
            }

            return read == header.Length;
        }
    }
}
