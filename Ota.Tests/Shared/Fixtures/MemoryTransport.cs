using System;
using System.Collections;

namespace NanoOta.Tests
{
    /// <summary>A web server in memory: files by URL, with the faults that a test asks for.</summary>
    public sealed class MemoryTransport : ITransport, IAuthorities
    {
        private readonly Hashtable _files = new Hashtable();

        /// <summary>Requests so far.</summary>
        public int Requests { get; private set; }

        /// <summary>Answers that were not closed.</summary>
        public int OpenBodies { get; private set; }

        /// <summary>Bytes of bodies read so far.</summary>
        public int BytesSent { get; internal set; }

        /// <summary>What the next requests fail with, as often as <see cref="FailCount"/> says.</summary>
        public OtaResult FailWith { get; set; }

        /// <summary>How many requests fail with <see cref="FailWith"/>.</summary>
        public int FailCount { get; set; }

        /// <summary>The status of requests that fail.</summary>
        public int FailStatus { get; set; }

        /// <summary>Seconds that failing answers ask to be left alone for.</summary>
        public int RetryAfter { get; set; }

        /// <summary>Bodies end with BodyTooShort after this many bytes; -1 for never.</summary>
        public int CutBodiesAt { get; set; } = -1;

        /// <summary>How many bodies are cut.</summary>
        public int CutCount { get; set; }

        /// <summary>Answers 200 with the whole file to ranges.</summary>
        public bool IgnoresRanges { get; set; }

        /// <summary>Whether files have no entity tags.</summary>
        public bool HasNoTags { get; set; }

        /// <summary>Does not tell how long bodies are.</summary>
        public bool HidesLength { get; set; }

        /// <summary>Called before each read of a body; null for nothing.</summary>
        public Reading OnRead { get; set; }

        /// <summary>Something that happens during a read.</summary>
        public delegate void Reading();

        /// <summary>How another transport resolves addresses.</summary>
        public delegate string Resolving(string baseUrl, string reference);

        /// <summary>The rules of another transport for addresses, or null for <see cref="Resolve"/>'s own.</summary>
        public Resolving Resolver { get; set; }

        /// <summary>The first byte of the authority that the server's certificate chains to; 0 for any.</summary>
        public byte Authority { get; set; }

        /// <summary>The authorities that the device trusts; null for the factory's, whose first byte is 'f'.</summary>
        public byte[] Trusted { get; private set; }

        /// <inheritdoc/>
        public OtaResult Trust(byte[] authorities)
        {
            if (authorities != null && authorities[0] == (byte)'x')
            {
                return OtaResult.SettingAuthoritiesInvalid;
            }

            Trusted = authorities;
            return OtaResult.Ok;
        }

        /// <summary>Offers a file.</summary>
        public void Put(string url, byte[] content)
        {
            _files[url] = content;
        }

        /// <summary>Takes a file away.</summary>
        public void Remove(string url)
        {
            _files.Remove(url);
        }

        /// <summary>A name with "//" is whole, and any other lies beside the base. Null for nothing and for a name with a space.</summary>
        public string Resolve(string baseUrl, string reference)
        {
            if (Resolver != null)
            {
                return Resolver(baseUrl, reference);
            }

            if (reference == null || reference.Length == 0 || reference.IndexOf(' ') >= 0)
            {
                return null;
            }

            if (reference.IndexOf("//") >= 0)
            {
                return reference;
            }

            return baseUrl == null ? null : baseUrl.Substring(0, baseUrl.LastIndexOf('/') + 1) + reference;
        }

        /// <inheritdoc/>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            response = null;
            Requests++;
            if (FailCount > 0)
            {
                FailCount--;
                return new OtaOutcome(FailWith, FailStatus, null, RetryAfter);
            }

            int trusted = Trusted == null ? 'f' : Trusted[0];
            if (Authority != 0 && Authority != trusted && request.Url[4] == 's')
            {
                return OtaOutcome.About(OtaResult.CertificateUntrusted, request.Url);
            }

            byte[] file = _files[request.Url] as byte[];
            if (file == null)
            {
                return OtaOutcome.About(OtaResult.HttpNotFound, request.Url);
            }

            string tag = HasNoTags ? null : TagOf(file);
            if (tag != null && request.KnownTag == tag)
            {
                response = new Body(this, file, 0, 0, TransportStatus.Unchanged, tag);
                return OtaOutcome.Ok;
            }

            bool part = request.To >= 0 && !IgnoresRanges && (request.RangeTag == null || request.RangeTag == tag);
            if (part && request.From >= file.Length)
            {
                return OtaOutcome.About(OtaResult.RangeNotSatisfiable, request.Url);
            }

            response = part
                ? new Body(this, file, request.From, request.To < file.Length ? request.To + 1 : file.Length, TransportStatus.Part, tag)
                : new Body(this, file, 0, file.Length, TransportStatus.Whole, tag);
            return OtaOutcome.Ok;
        }

        // Not a good hash, but different for what the tests put in one place.
        private static string TagOf(byte[] file)
        {
            int hash = file.Length;
            for (int i = 0; i < file.Length; i++)
            {
                hash = ((hash << 5) - hash) + file[i];
            }

            return "\"" + hash.ToString() + "\"";
        }

        private sealed class Body : ITransportResponse
        {
            private readonly MemoryTransport _server;
            private readonly byte[] _file;
            private readonly int _end;
            private readonly int _cutAt = -1;
            private int _at;
            private int _sent;
            private bool _isClosed;

            public Body(MemoryTransport server, byte[] file, int from, int end, TransportStatus status, string tag)
            {
                _server = server;
                server.OpenBodies++;
                _file = file;
                _at = from;
                _end = end;
                Status = status;
                Tag = tag;
                if (server.CutBodiesAt >= 0 && server.CutCount > 0)
                {
                    server.CutCount--;
                    _cutAt = server.CutBodiesAt;
                }

                Length = server.HidesLength ? -1 : end - from;
                TotalLength = server.HidesLength || status == TransportStatus.Unchanged ? -1 : file.Length;
            }

            public TransportStatus Status { get; }

            public int Length { get; }

            public int TotalLength { get; }

            public string Tag { get; }

            public int Read(byte[] buffer, int index, int count)
            {
                if (_server.OnRead != null)
                {
                    _server.OnRead();
                }

                if (_at == _end)
                {
                    return 0;
                }

                if (_cutAt >= 0 && _sent >= _cutAt)
                {
                    return -(int)OtaResult.BodyTooShort;
                }

                // Never a round number: readers must put pieces together.
                int most = 1447;
                int left = _end - _at;
                int n = count < most ? count : most;
                n = n < left ? n : left;
                if (_cutAt >= 0 && n > _cutAt - _sent)
                {
                    n = _cutAt - _sent;
                }

                Array.Copy(_file, _at, buffer, index, n);
                _at += n;
                _sent += n;
                _server.BytesSent += n;
                return n;
            }

            public void Close()
            {
                if (!_isClosed)
                {
                    _isClosed = true;
                    _server.OpenBodies--;
                }
            }
        }
    }
}
