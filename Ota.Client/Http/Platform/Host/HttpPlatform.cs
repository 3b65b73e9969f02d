using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta
{
    /// <summary>Where .NET's HttpWebRequest differs from nanoFramework's.</summary>
    internal static class HttpPlatform
    {
        /// <summary>One or more authorities in PEM, or one in DER. Throws for other bytes.</summary>
        internal static X509Certificate ParseAuthorities(byte[] certificates)
        {
            return AuthorityBundle.Parse(certificates);
        }

        /// <summary>.NET reaches IPv6 addresses.</summary>
        internal const AddressRule Addresses = AddressRule.All;

        /// <summary>A request that follows no redirect and uses no proxy. The given authorities are the only trusted ones.</summary>
        internal static HttpWebRequest Create(string url, X509Certificate authority)
        {
#pragma warning disable SYSLIB0014 // HttpWebRequest is what the device has; this is the same source.
            HttpWebRequest request = WebRequest.CreateHttp(url);
#pragma warning restore SYSLIB0014
            request.AllowAutoRedirect = false;
            request.AutomaticDecompression = DecompressionMethods.None;
            request.Proxy = null;
            request.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => Judge(authority, certificate, chain, errors);
            return request;
        }

        /// <summary>The answer that came with an exception for a status outside 200-299; null if none came.</summary>
        internal static HttpWebResponse ResponseOf(Exception exception)
        {
            return (exception as WebException)?.Response as HttpWebResponse;
        }

        /// <summary>The error as a number of SocketError.</summary>
        internal static int NumberOf(SocketException socket)
        {
            return (int)socket.SocketErrorCode;
        }

        /// <summary>Why no headers came.</summary>
        internal static OtaResult Classify(Exception exception, bool isSecure)
        {
            OtaResult result = OtaResult.ConnectFailed;
            for (Exception e = exception; e != null; e = e.InnerException)
            {
                if (e is OutOfMemoryException)
                {
                    return OtaResult.OutOfMemory;
                }

                if (IsTimeout(e))
                {
                    return OtaResult.TimedOut;
                }

                if (e is CertificateFault fault)
                {
                    return fault.Result;
                }

                if (isSecure && (e is AuthenticationException || e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }))
                {
                    result = OtaResult.TlsFailed;
                }
                else if (e is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded })
                {
                    result = OtaResult.HttpStatusUnexpected;
                }
            }

            return result;
        }

        /// <summary>Why the body stopped.</summary>
        internal static OtaResult ClassifyRead(Exception exception)
        {
            for (Exception e = exception; e != null; e = e.InnerException)
            {
                if (e is OutOfMemoryException)
                {
                    return OtaResult.OutOfMemory;
                }

                if (IsTimeout(e))
                {
                    return OtaResult.TimedOut;
                }

                if (e is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
                {
                    return OtaResult.BodyTooShort;
                }
            }

            return OtaResult.ConnectFailed;
        }

        /// <summary>True if a chunked body ended before its last chunk; .NET throws then.</summary>
        internal static bool IsCutOff(Stream body)
        {
            return false;
        }

        /// <summary>Ends a request and closes its answer; either may be null. Never throws.</summary>
        internal static void Drop(HttpWebRequest request, HttpWebResponse response)
        {
            try
            {
                response?.Close();
            }
            catch (Exception)
            {
                // What is dropped may be broken in any way.
            }

            try
            {
                request?.Abort();
            }
            catch (Exception)
            {
                // What is dropped may be broken in any way.
            }
        }

        private static bool IsTimeout(Exception exception)
        {
            return exception is SocketException { SocketErrorCode: SocketError.TimedOut } or WebException { Status: WebExceptionStatus.Timeout } or TimeoutException;
        }

        // Checks what Mbed TLS checks on the device: the name, the dates, and the chain. Given roots are the only ones. Throws what is wrong.
        private static bool Judge(X509Certificate authority, X509Certificate certificate, X509Chain received, SslPolicyErrors errors)
        {
            if (certificate == null || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
            {
                return false;
            }

            X509ChainStatusFlags faults = authority is AuthorityBundle bundle
                ? bundle.Judge((X509Certificate2)certificate, received)
                : AuthorityBundle.Flags(received);

            // An untrusted chain may say anything of dates and names.
            if ((faults & ~X509ChainStatusFlags.NotTimeValid) != 0)
            {
                throw new CertificateFault(OtaResult.CertificateUntrusted);
            }

            if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            {
                throw new CertificateFault(OtaResult.CertificateNameMismatch);
            }

            return faults == X509ChainStatusFlags.NoError ? true : throw new CertificateFault(OtaResult.CertificateExpired);
        }

        // Why a certificate was refused, on its way out of the callback.
        private sealed class CertificateFault : AuthenticationException
        {
            public CertificateFault(OtaResult result)
            {
                Result = result;
            }

            public OtaResult Result { get; }
        }
    }
}
