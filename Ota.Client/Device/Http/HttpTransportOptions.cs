namespace NanoOta
{
    /// <summary>What an <see cref="HttpTransport"/> is set up with. A plain holder, read when the transport is made.</summary>
    public sealed class HttpTransportOptions
    {
        /// <summary>
        /// Milliseconds from the call of Get to the last header, redirects included; 1 or more. Default 30 000: a TLS handshake
        /// takes an ESP32 seconds.
        /// </summary>
        public int AnswerTimeoutMilliseconds = 30000;

        /// <summary>Milliseconds that one read of the body may wait; 1 or more. Default 15 000.</summary>
        public int ReadTimeoutMilliseconds = 15000;

        /// <summary>
        /// The certificate, PEM or DER, of the root CA that https servers must chain to; null for what the platform trusts (on the device
        /// the certificates deployed with the firmware). The server's host name and the validity dates are checked in either case.
        /// </summary>
        /// <remarks>
        /// On the device the certificates deployed with the firmware are trusted beside this one: leave that store empty to pin.
        /// </remarks>
        public byte[] CertificateAuthority;

        /// <summary>Name of one more header for the server of the URL, such as Authorization; null for none.</summary>
        public string ExtraHeaderName;

        /// <summary>Its value. It is not sent to another origin (scheme, host, port) that a redirect leads to.</summary>
        public string ExtraHeaderValue;
    }
}
