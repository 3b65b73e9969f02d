using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta
{
    /// <summary>Where nanoFramework's HttpWebRequest differs from .NET's.</summary>
    internal static class HttpPlatform
    {
        /// <summary>One or more authorities in PEM, or one in DER. Throws for other bytes.</summary>
        internal static X509Certificate ParseAuthorities(byte[] certificates)
        {
            return new X509Certificate(PemBytes.Terminate(certificates));
        }

        /// <summary>HttpWebRequest.EstablishConnection takes IPv4 addresses and DNS names alone.</summary>
        internal const AddressRule Addresses = AddressRule.NamesAndIPv4;

        /// <summary>A request that trusts a given authority beside the authorities that were deployed with the firmware.</summary>
        internal static HttpWebRequest Create(string url, X509Certificate authority)
        {
            HttpWebRequest request = (HttpWebRequest)WebRequest.Create(url);

            // HttpWebRequest's own defaults are no verification at all, and TLS 1.3 only. The flags are the lowest and the highest version.
            request.SslVerification = SslVerification.CertificateRequired;
            request.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            if (authority != null)
            {
                request.HttpsAuthentCert = authority;
            }

            return request;
        }

        /// <summary>The device gives an answer of any status without an exception.</summary>
        internal static HttpWebResponse ResponseOf(Exception exception)
        {
            return null;
        }

        /// <summary>The error as a number of SocketError.</summary>
        internal static int NumberOf(SocketException socket)
        {
            return socket.ErrorCode;
        }

        /// <summary>Why no headers came.</summary>
        internal static OtaResult Classify(Exception exception, bool isSecure)
        {
            // The name lookup, connecting, reading and writing have exceptions of their own; the handshake throws a plain one.
            OtaResult result = isSecure ? OtaResult.TlsFailed : OtaResult.ConnectFailed;
            for (Exception e = exception; e != null; e = e.InnerException)
            {
                if (e is OutOfMemoryException)
                {
                    return OtaResult.OutOfMemory;
                }

                SocketException socket = e as SocketException;
                if (socket != null)
                {
                    result = socket.ErrorCode == (int)SocketError.TimedOut ? OtaResult.TimedOut : OtaResult.ConnectFailed;
                }

                WebException web = e as WebException;
                if (web != null && web.Status == WebExceptionStatus.ServerProtocolViolation)
                {
                    result = OtaResult.HttpStatusUnexpected;
                }
                else if (web != null && (web.Status == WebExceptionStatus.ConnectFailure || web.Status == WebExceptionStatus.NameResolutionFailure))
                {
                    result = OtaResult.ConnectFailed;
                }
            }

            if (result == OtaResult.TlsFailed)
            {
                // HttpWebRequest.EstablishConnection drops the socket of a failed handshake unclosed. Its finalizer would close the handle later,
                // when the handle may be another socket's. So the finalizer runs now.
                nanoFramework.Runtime.Native.GC.Run(false);
            }

            return result;
        }

        /// <summary>Why the body stopped.</summary>
        internal static OtaResult ClassifyRead(Exception exception)
        {
            // This one is System.Net.Http's own, for an end of the connection between two chunks.
            SocketException socket = exception as SocketException;
            return socket != null && socket.ErrorCode == (int)SocketError.ConnectionAborted ? OtaResult.BodyTooShort : Classify(exception, false);
        }

        /// <summary>
        /// Finds out whether a chunked body ended inside a chunk. The stream reports such an end as a plain end. But its length is then the size of
        /// the current chunk. The length is 0 after the last chunk, and after a whole body without chunks.
        /// </summary>
        /// <returns>Whether the body was cut off.</returns>
        internal static bool IsCutOff(Stream body)
        {
            return body.Length > 0;
        }

        /// <summary>Ends a request and closes its answer; either may be null. Never throws.</summary>
        internal static void Drop(HttpWebRequest request, HttpWebResponse response)
        {
            try
            {
                if (response != null)
                {
                    response.Close();
                }

                // Once there is an answer this does nothing more: the answer has the connection.
                if (request != null)
                {
                    request.Dispose();
                }
            }
            catch (Exception)
            {
                // What is dropped may be broken in any way.
            }
        }
    }
}
