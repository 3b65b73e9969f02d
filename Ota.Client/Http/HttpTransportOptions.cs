namespace NanoOta
{
    /// <summary>What an <see cref="HttpTransport"/> is set up with. A plain holder, not to be changed after the transport is made.</summary>
    public sealed class HttpTransportOptions
    {
        /// <summary>
        /// Milliseconds from the call of Get to the last header, redirects included; 1 or more. Default 30 000: a TLS handshake takes an ESP32
        /// seconds.
        /// </summary>
        /// <remarks>
        /// On the device a TLS handshake is a native call without a timeout, which stops every thread. So is the rest of a TLS record that has begun
        /// to come. A https server that falls silent there stops the device until the connection breaks. Over http the timeouts cover everything.
        /// Source: nf-interpreter, ssl_connect_internal.cpp.
        /// </remarks>
        public int AnswerTimeoutMilliseconds = 30000;

        /// <summary>Milliseconds that one read of the body may take; 1 or more. Default 15 000.</summary>
        /// <remarks>On the device this time bounds each wait for a part of the headers too.</remarks>
        public int ReadTimeoutMilliseconds = 15000;

        /// <summary>
        /// The certificate, PEM or DER, of the root CA that https servers must chain to. Null stands for the authorities that the platform trusts. On
        /// the device these are the certificates deployed with the firmware. The server's host name and the validity dates are checked in either
        /// case.
        /// </summary>
        /// <remarks>On the device the certificates deployed with the firmware are trusted beside this one. To pin, leave that store empty.</remarks>
        public byte[] CertificateAuthority;

        /// <summary>Name of one more header for the server of the URL, such as Authorization; null for none.</summary>
        public string ExtraHeaderName;

        /// <summary>Its value. The header is not sent to another origin (scheme, host, port) that a redirect leads to.</summary>
        public string ExtraHeaderValue;
    }
}
