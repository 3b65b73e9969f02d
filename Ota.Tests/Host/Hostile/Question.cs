using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NanoOta.Tests.Http;

namespace NanoOta.Tests.Hostile
{
    /// <summary>Which file of a release is asked for.</summary>
    internal enum ReleaseFile
    {
        Manifest,
        Table,
        Image,
        Delta,
    }

    /// <summary>A request for one of the files, and the honest answer to it, of which faults change something.</summary>
    internal sealed record Question
    {
        private readonly int _from;
        private readonly int _to;

        private Question(ReleaseFile kind, byte[] file, string request)
        {
            Kind = kind;
            File = file;
            Path = request.Split(' ')[1].Split('?')[0];
            string tag = TagOf(file);
            string? ifRange = Header(request, "If-Range");
            Match range = Regex.Match(Header(request, "Range") ?? string.Empty, "^bytes=([0-9]+)-([0-9]+)$");
            _from = range.Success ? int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            _to = range.Success ? int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture) : file.Length - 1;
            (Head, Body) = ($"HTTP/1.1 200 OK\nContent-Length: {file.Length}\nETag: {tag}", file);
            if (Header(request, "If-None-Match") == tag)
            {
                (Head, Body) = ($"HTTP/1.1 304 Not Modified\nETag: {tag}", []);
            }
            else if (range.Success && (ifRange == null || ifRange == tag))
            {
                (Head, Body) = _to < file.Length
                    ? (AsRange().Head, AsRange().Body)
                    : ($"HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */{file.Length}\nContent-Length: 0", []);
            }
        }

        public ReleaseFile Kind { get; }

        /// <summary>The whole file.</summary>
        public byte[] File { get; }

        public string Path { get; }

        /// <summary>Status line and headers of the honest answer, one a line.</summary>
        public string Head { get; init; }

        /// <summary>Body of the honest answer.</summary>
        public byte[] Body { get; init; }

        /// <summary>First byte of the range that is asked for.</summary>
        public int From => _from;

        /// <summary>All bytes of the honest answer.</summary>
        public byte[] Bytes => [.. System.Text.Encoding.Latin1.GetBytes(Head.Replace("\n", "\r\n") + "\r\n\r\n"), .. Body];

        public static Question Of(ReleaseFile kind, byte[] file, string request) => new(kind, file, request);

        public static string TagOf(byte[] file) => $"\"{Convert.ToHexString(SHA256.HashData(file), 0, 8)}\"";

        /// <summary>The range that is asked for, whatever the request's conditions say.</summary>
        public Question AsRange()
        {
            byte[] part = File[_from..(_to + 1)];
            string head = $"HTTP/1.1 206 Partial Content\nContent-Length: {part.Length}\nContent-Range: bytes {_from}-{_to}/{File.Length}";
            return this with { Head = head + $"\nETag: {TagOf(File)}", Body = part };
        }

        /// <summary>The answer with another status line.</summary>
        public Question Status(string line) => this with { Head = line + Head[Head.IndexOf('\n')..] };

        /// <summary>The answer with a header set, or left out for null.</summary>
        public Question With(string name, string? value)
        {
            IEnumerable<string> lines = Head.Split('\n').Where(l => !l.StartsWith(name + ":", StringComparison.Ordinal));
            return this with { Head = string.Join('\n', value == null ? lines : lines.Append($"{name}: {value}")) };
        }

        /// <summary>The answer with another body, whose length the header tells.</summary>
        public Question WithBody(byte[] body) => (this with { Body = body }).With("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));

        /// <summary>The body in the chunked coding, which the header says.</summary>
        public Question Chunked() => this.With("Content-Length", null).With("Transfer-Encoding", "chunked") with
        {
            Body = [.. System.Text.Encoding.Latin1.GetBytes($"{Body.Length:x}\r\n"), .. Body, .. "\r\n0\r\n\r\n"u8],
        };

        /// <summary>Sends it; closing is left to the client.</summary>
        public ConnectionScript Send() => new ConnectionScript().Send(Bytes);

        /// <summary>Sends it and closes.</summary>
        public ConnectionScript SendAndClose() => Send().Close();

        /// <summary>Sends only the first bytes of it.</summary>
        public ConnectionScript SendOnly(int count) => new ConnectionScript().Send(Bytes[..count]);

        private static string? Header(string request, string name) => request.Split("\r\n")
            .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim()).FirstOrDefault();
    }
}
