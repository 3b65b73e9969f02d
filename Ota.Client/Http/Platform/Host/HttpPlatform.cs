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
        internal static X509Certificate ParseCertificate(byte[] certificate)
        {
            return X509CertificateLoader.LoadCertificate(certificate);
        }

        /// <summary>A request that follows no redirect and uses no proxy. A given authority is the only trusted one.</summary>
        internal static HttpWebRequest Create(string url, X509Certificate authority)
        {
#pragma warning disable SYSLIB0014 // HttpWebRequest is what the device has; this is the same source.
            HttpWebRequest request = WebRequest.CreateHttp(url);
#pragma warning restore SYSLIB0014
            request.AllowAutoRedirect = false;
            request.AutomaticDecompression = DecompressionMethods.None;
            request.Proxy = null;
            if (authority != null)
            {
                request.ServerCertificateValidationCallback = (sender, certificate, chain, errors) =>
                    IsTrusted((X509Certificate2)authority, certificate, chain, errors);
            }

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

        // Checks what Mbed TLS checks on the device: the chain to the given root, and the dates. .NET's own check covers the host name.
        private static bool IsTrusted(X509Certificate2 authority, X509Certificate certificate, X509Chain received, SslPolicyErrors errors)
        {
            if (certificate == null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            {
                return false;
            }

            using X509Chain chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            foreach (X509ChainElement element in received.ChainElements)
            {
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            }

            return chain.Build((X509Certificate2)certificate);
        }
    }
}
