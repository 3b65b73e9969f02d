using System;
using System.Text;

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
        /// The certificates of root CAs, in PEM any number of them, or one in DER. A https server must chain to one of them. Null stands for the
        /// authorities that the platform trusts. On the device these are the certificates deployed with the firmware. The server's host name and the
        /// validity dates are checked in either case. A server may change its authority only after its devices know the new one.
        /// </summary>
        /// <remarks>On the device the certificates deployed with the firmware are trusted beside this one. To pin, leave that store empty.</remarks>
        public byte[] CertificateAuthority;

        /// <summary>Name of one more header, such as Authorization; null for none. See <see cref="UseBasic"/> and <see cref="UseBearer"/>.</summary>
        public string ExtraHeaderName;

        /// <summary>Its value. The header goes to <see cref="ExtraHeaderUrl"/>'s origin (scheme, host, port) alone.</summary>
        public string ExtraHeaderValue;

        /// <summary>
        /// A URL of the origin that gets the header. Null stands for the first manifest's origin. Neither a redirect nor an absolute URL of an image
        /// takes the header to another origin.
        /// </summary>
        public string ExtraHeaderUrl;

        /// <summary>What becomes of the query of a manifest's URL, such as a signature.</summary>
        public QueryRule Query;

        /// <summary>Sends a name and a password (RFC 7617). Over http anybody on the way can read both.</summary>
        public void UseBasic(string name, string password)
        {
            ExtraHeaderName = "Authorization";
            ExtraHeaderValue = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(name + ":" + password));
        }

        /// <summary>Sends a token (RFC 6750). Over http anybody on the way can read the token.</summary>
        public void UseBearer(string token)
        {
            ExtraHeaderName = "Authorization";
            ExtraHeaderValue = "Bearer " + token;
        }
    }
}
