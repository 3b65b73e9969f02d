using System.IO.Compression;
using System.Text;
using NanoOta.Tests.Http;
using static NanoOta.OtaResult;

namespace NanoOta.Tests.Hostile
{
    /// <summary>One fault, and how Update ends when the server does it to the manifest, or to a range of the image; null where it cannot.</summary>
    internal sealed record FaultCase(string Name, Fault Fault, OtaResult? Manifest, OtaResult? Image, bool IsHasty = false)
    {
        public FaultCase(string name, Fault fault, OtaResult everywhere, bool isHasty = false)
            : this(name, fault, everywhere, everywhere, isHasty)
        {
        }

        private readonly OtaResult? _table;

        /// <summary>By default what comes of the image. A table of one group is asked for whole, so a range there is one that nobody asked for.</summary>
        public OtaResult? Table
        {
            get => _table ?? (Image == ChunkDigestMismatch ? TableDigestMismatch : Image);
            init => _table = value;
        }
    }

    /// <summary>Every lie that the tests know, one line each.</summary>
    internal static class FaultCatalogue
    {
        private const string Big = "99999999999999999999999";

        private static readonly byte[] _html = Encoding.ASCII.GetBytes("<!DOCTYPE html><title>Welcome</title><p>Please accept our terms.");
        private static readonly string _filler = string.Concat(Enumerable.Range(0, 64).Select(i => $"\nX-Filler-{i}: {new string('x', 1010)}"));

        public static readonly FaultCase[] All =
        [
            // Connections that end or stand still.
            new("reset instead of an answer", q => new ConnectionScript().Reset(), ConnectFailed),
            new("close instead of an answer", q => new ConnectionScript().Close(), ConnectFailed),
            new("reset inside the headers", q => q.SendOnly(30).Reset(), ConnectFailed),
            new("close inside the headers", q => q.SendOnly(30).Close(), ConnectFailed),
            new("close inside the body", q => q.SendOnly(q.Bytes.Length - 9).Close(), BodyTooShort),
            new("silence instead of an answer", q => new ConnectionScript(), TimedOut, true),
            new("silence inside the headers", q => q.SendOnly(30), TimedOut, true),
            new("silence inside the body", q => q.SendOnly(q.Bytes.Length - 9), TimedOut, true),
            new("slow drip of the headers", q => new ConnectionScript().Drip(q.Bytes, 40), TimedOut, true),
            new("slow drip of the body", q => q.SendOnly(q.Bytes.Length - q.Body.Length).Drip(q.Body, 40), TimedOut, true),
            new("slow drip of a chunk's head", q => Head(q.Chunked()).Send("5;").Drip([.. Enumerable.Repeat((byte)'x', 100)], 40).Close(), TimedOut, true),
            new("slow drip of redirects", q => new ConnectionScript().Delay(100).Head($"HTTP/1.1 302 Found\nLocation: {q.Path}\nContent-Length: 0"), TimedOut, true),
            new("endless interim answers", q => new ConnectionScript().SendForever("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray()), HttpStatusUnexpected),

            // Too much of something.
            new("endless body without a length", q => Head(q.With("Content-Length", null)).SendForever(new byte[1000]), JwsTooLarge, ChunkDigestMismatch),
            new("endless chunked body", q => Head(q.Chunked()).SendForever("4\r\nxxxx\r\n"u8.ToArray()), JwsTooLarge, ChunkDigestMismatch),
            new("endless headers", q => new ConnectionScript().Send("HTTP/1.1 200 OK\r\n").SendForever("X-Filler: x\r\n"u8.ToArray()), HttpStatusUnexpected),
            new("one endless header", q => new ConnectionScript().Send("HTTP/1.1 200 OK\r\nX-Filler: ").SendForever(new byte[1000].Select(b => (byte)'x').ToArray()), HttpStatusUnexpected),
            new("an endless status line", q => new ConnectionScript().Send("HTTP/1.1 200 ").SendForever("OK"u8.ToArray()), HttpStatusUnexpected),
            new("headers of 64 KiB", q => (q with { Head = q.Head + _filler }).Send(), HttpStatusUnexpected),
            new("a header of 64 KiB", q => q.With("X-Filler", new string('x', 65536)).Send(), HttpStatusUnexpected),
            new("an entity tag of 4000 characters", q => q.With("ETag", $"\"{new string('e', 4000)}\"").Send(), Ok),
            new("a file that is longer", q => q.WithBody([.. q.Body, .. new byte[20000]]).Send(), JwsTooLarge, RangeMismatch) { Table = EntityChanged },
            new("garbage after the body", q => q.Send().Send(new byte[3000]), Ok),
            new("a second answer after the first", q => q.Send().Send(q.Status("HTTP/1.1 500 Sorry").Bytes), Ok),

            // Lengths that lie.
            new("Content-Length one too small", q => q.With("Content-Length", $"{q.Body.Length - 1}").Send(), JwsMalformed, RangeMismatch) { Table = EntityChanged },
            new("Content-Length one too large, then closed", q => q.With("Content-Length", $"{q.Body.Length + 1}").SendAndClose(), BodyTooShort, RangeMismatch) { Table = EntityChanged },
            new("Content-Length one too large, then silence", q => q.With("Content-Length", $"{q.Body.Length + 1}").Send(), TimedOut, RangeMismatch, true) { Table = EntityChanged },
            new("Content-Length 0", q => q.With("Content-Length", "0").Send(), JwsMalformed, RangeMismatch) { Table = EntityChanged },
            new("Content-Length of 2 GiB", q => q.With("Content-Length", "2147483648").Send(), BodyTooLong),
            new("Content-Length beyond 64 bits", q => q.With("Content-Length", Big).SendAndClose(), BodyTooLong),
            new("Content-Length below zero", q => q.With("Content-Length", "-5").SendAndClose(), BodyTooLong),
            new("Content-Length that is no number", q => q.With("Content-Length", "many").SendAndClose(), BodyTooLong),
            new("two Content-Lengths", q => (q with { Head = q.Head + "\nContent-Length: 5" }).SendAndClose(), BodyTooLong),
            new("no Content-Length", q => q.With("Content-Length", null).SendAndClose(), Ok),
            new("Content-Length beside a chunked body", q => q.Chunked().With("Content-Length", "5").Send(), BodyTooLong),

            // Codings.
            new("a chunked body", q => q.Chunked().Send(), Ok),
            new("a chunk of 2^64 - 1 bytes", q => Head(q.Chunked()).Send("FFFFFFFFFFFFFFFF\r\n").Send(q.Body).Close(), BodyTooShort, Ok),
            new("a chunk of less than no bytes", q => Head(q.Chunked()).Send("-5\r\n").Send(q.Body), ConnectFailed),
            new("a chunk size that is no number", q => Head(q.Chunked()).Send("zz\r\n").Send(q.Body), ConnectFailed),
            new("a chunked body without its last chunk", q => Head(q.Chunked()).Send("5\r\nabcde\r\n").Close(), BodyTooShort),
            new("an unknown transfer coding", q => q.With("Content-Length", null).With("Transfer-Encoding", "x-zip").SendAndClose(), Ok),
            new("gzip that nobody asked for", q => q.WithBody(Gzip(q.Body)).With("Content-Encoding", "gzip").Send(), EncodingUnexpected),
            new("gzip that does not say so", q => q.WithBody(Gzip(q.Body)).Send(), JwsMalformed, RangeMismatch) { Table = EntityChanged },
            new("a content coding beside identity", q => q.With("Content-Encoding", "identity, br").Send(), EncodingUnexpected),

            // Ranges.
            new("200 for 206", q => new ConnectionScript().Head($"HTTP/1.1 200 OK\nContent-Length: {q.File.Length}").Send(q.File), null, Ok),
            new("200 with the range's bytes for 206", q => q.Status("HTTP/1.1 200 OK").Send(), null, EntityChanged) { Table = Ok },
            new("206 that nobody asked for", q => q.Status("HTTP/1.1 206 Partial Content").With("Content-Range", $"bytes 0-{q.Body.Length - 1}/{q.File.Length}").Send(), RangeMismatch, RangeMismatch),
            new("206 with other bytes", q => q.WithBody(Flip(q.Body)).Send(), SignatureInvalid, ChunkDigestMismatch),
            new("206 of the range beside", q => Range(q, q.From + 1, q.From + q.Body.Length, q.File.Length), null, RangeMismatch) { Table = EntityChanged },
            new("206 of the range beside under the right name", q => q.WithBody(q.From == 0 ? ((byte[])[.. q.File[1..], 0, .. q.File])[..q.Body.Length] : q.File[(q.From - 1)..(q.From + q.Body.Length - 1)]).Send(), null, ChunkDigestMismatch),
            new("206 of a shorter range", q => Range(q, q.From, q.From + q.Body.Length - 2, q.File.Length), null, RangeMismatch) { Table = EntityChanged },
            new("206 of another total", q => Range(q, q.From, q.From + q.Body.Length - 1, q.File.Length + 1), null, EntityChanged) { Table = Ok },
            new("206 of an unknown total", q => Content(q, $"bytes {q.From}-{q.From + q.Body.Length - 1}/*"), null, Ok),
            new("206 of a total inside the range", q => Range(q, q.From, q.From + q.Body.Length - 1, q.From + 1), null, Ok),
            new("206 without Content-Range", q => Content(q, null), null, Ok),
            new("206 with numbers below zero", q => Content(q, $"bytes -{q.From}--1/-1"), null, Ok),
            new("206 with numbers beyond 64 bits", q => Content(q, $"bytes {Big}-{Big}/{Big}"), null, Ok),
            new("206 in another unit", q => Content(q, "lines 1-2/3"), null, Ok),
            new("multipart/byteranges", q => q.With("Content-Type", "multipart/byteranges; boundary=x").Send(), Ok),
            new("416 for a range that is there", q => q.Status("HTTP/1.1 416 Range Not Satisfiable").Send(), RangeNotSatisfiable),
            new("another entity tag in every answer", q => q.With("ETag", $"\"{Guid.NewGuid()}\"").Send(), Ok),
            new("another entity tag with every range, whatever If-Range says", q => q.AsRange().With("ETag", $"\"{Guid.NewGuid()}\"").Send(), null, EntityChanged) { Table = RangeMismatch },
            new("a stale entity tag over new bytes", q => q.WithBody(Flip(q.Body)).Send(), SignatureInvalid, ChunkDigestMismatch),

            // Statuses.
            new("304 that nobody asked for", q => new ConnectionScript().Head("HTTP/1.1 304 Not Modified"), HttpStatusUnexpected),
            new("101 Switching Protocols", q => q.Status("HTTP/1.1 101 Switching Protocols").Send(), HttpStatusUnexpected),
            new("204 No Content", q => new ConnectionScript().Head("HTTP/1.1 204 No Content"), HttpStatusUnexpected),
            new("401 Unauthorized", q => q.Status("HTTP/1.1 401 Unauthorized").With("WWW-Authenticate", "Basic realm=x").Send(), HttpRefused),
            new("404 Not Found", q => q.Status("HTTP/1.1 404 Not Found").Send(), HttpNotFound),
            new("410 Gone", q => q.Status("HTTP/1.1 410 Gone").Send(), HttpNotFound),
            new("429 Too Many Requests", q => q.Status("HTTP/1.1 429 Too Many Requests").With("Retry-After", Big).Send(), HttpStatusUnexpected),
            new("500 Internal Server Error", q => q.Status("HTTP/1.1 500 Internal Server Error").Send(), HttpStatusUnexpected),
            new("503 Service Unavailable", q => q.Status("HTTP/1.1 503 Service Unavailable").Send(), HttpStatusUnexpected),
            new("a status of four digits", q => q.Status("HTTP/1.1 2000 OK").Send(), HttpStatusUnexpected),
            new("a status below zero", q => q.Status("HTTP/1.1 -20 OK").Send(), HttpStatusUnexpected),
            new("a status that is none", q => q.Status("HTTP/1.1 999 Odd").Send(), HttpStatusUnexpected),

            // Redirects.
            new("a redirect to itself", q => Redirect(q.Path), RedirectLimit),
            new("redirects without end", q => Redirect($"{q.Path}?{Guid.NewGuid()}"), RedirectLimit),
            new("a redirect to nowhere", q => new ConnectionScript().Head("HTTP/1.1 302 Found\nContent-Length: 0"), RedirectRefused),
            new("a redirect to another scheme", q => Redirect("file:///etc/passwd"), RedirectRefused),
            new("a redirect to 60000 characters", q => Redirect("/" + new string('x', 60000)), HttpStatusUnexpected),
            new("a redirect to 2000 characters", q => Redirect("/" + new string('x', 2000)), HttpNotFound),
            new("a redirect to 3000 characters", q => Redirect("/" + new string('x', 3000)), RedirectRefused),
            new("a redirect to a missing file", q => Redirect("/gone"), HttpNotFound),
            new("300 Multiple Choices", q => q.Status("HTTP/1.1 300 Multiple Choices").With("Location", "/gone").Send(), HttpStatusUnexpected),

            // What is not the file at all.
            new("HTML with 200", q => Page("200 OK", "text/html; charset=utf-8"), CaptivePortal, EntityChanged),
            new("XHTML with 200", q => Page("200 OK", "application/xhtml+xml"), CaptivePortal, EntityChanged),
            new("511 Network Authentication Required", q => q.Status("HTTP/1.1 511 Network Authentication Required").Send(), CaptivePortal),
            new("HTML that does not say so", q => Page("200 OK", "application/octet-stream"), CaptivePortal, EntityChanged),
            new("the right bytes that are called HTML", q => q.With("Content-Type", "text/html").Send(), Ok),
            new("an empty file", q => new ConnectionScript().Head("HTTP/1.1 200 OK\nContent-Length: 0"), JwsMalformed, EntityChanged),

            // Bytes with a line feed are a wrong first line, bytes without one are none: so in the body, whatever its digests are.
            new("HTTP/0.9: the body alone, without a line feed", q => new ConnectionScript().Send(WithoutLines(q.Body)).Close(), ConnectFailed),
            new("HTTP/0.9: the body alone, with a line feed", q => new ConnectionScript().Send([.. WithoutLines(q.Body), (byte)'\n']).Close(), HttpStatusUnexpected),
            new("another protocol", q => new ConnectionScript().Send("SSH-2.0-OpenSSH_9.6\r\n").Close(), HttpStatusUnexpected),
            new("HTTP/2 to a client of HTTP/1.1", q => new ConnectionScript().Send(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 }).Close(), ConnectFailed),
            new("a TLS alert in the clear", q => new ConnectionScript().Send(new byte[] { 21, 3, 3, 0, 2, 2, 70 }).Close(), ConnectFailed),
            new("a header without a colon", q => (q with { Head = q.Head + "\nno colon here" }).Send(), HttpStatusUnexpected),
            new("a header with a zero byte", q => q.With("X-Zero", "a\0b").Send(), Ok),
            new("HTTP/1.0", q => (q with { Head = q.Head.Replace("HTTP/1.1", "HTTP/1.0") }).SendAndClose(), Ok),
        ];

        private static ConnectionScript Head(Question q) => (q with { Body = [] }).Send();

        private static ConnectionScript Redirect(string target) =>
            new ConnectionScript().Head($"HTTP/1.1 302 Found\nLocation: {target}\nContent-Length: 0");

        private static ConnectionScript Page(string status, string type) =>
            new ConnectionScript().Head($"HTTP/1.1 {status}\nContent-Type: {type}\nContent-Length: {_html.Length}").Send(_html);

        private static ConnectionScript Content(Question q, string? range) => q.With("Content-Range", range).Send();

        private static ConnectionScript Range(Question q, int from, int to, int total) =>
            q.WithBody(q.File[from..Math.Min(to + 1, q.File.Length)]).With("Content-Range", $"bytes {from}-{to}/{total}").Send();

        // One bit of a byte in the middle, such that base64url stays base64url.
        private static byte[] Flip(byte[] bytes)
        {
            byte[] flipped = [.. bytes];
            flipped[bytes.Length / 2] = (byte)(flipped[bytes.Length / 2] == 'A' ? 'B' : 'A');
            return flipped;
        }

        private static byte[] WithoutLines(byte[] body) => [.. body.Where(b => b is not ((byte)'\r' or (byte)'\n'))];

        private static byte[] Gzip(byte[] bytes)
        {
            using MemoryStream packed = new();
            using (GZipStream stream = new(packed, CompressionLevel.Fastest))
            {
                stream.Write(bytes);
            }

            return packed.ToArray();
        }
    }
}
