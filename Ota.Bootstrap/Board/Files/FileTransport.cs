using System;
using System.IO;

namespace NanoOta
{
    /// <summary>
    /// Brings a release from a drive: from a folder of 'nanoota publish', or from the file of 'publish --single'. So a device without a network is
    /// updated from an SD card, by the same checks. docs/FORMAT.md has the layout of the single file.
    /// </summary>
    /// <remarks>
    /// An address is the full path of a manifest or of a single file, such as <c>D:\stable\manifest.jws</c>. Files of a folder lie in this folder or
    /// below. There are no entity tags: each check reads the manifest, and a manifest that is known costs no signature check. Nothing that a
    /// file says is trusted. Not thread-safe.
    /// </remarks>
    public sealed class FileTransport : ITransport
    {
        /// <summary>The longest address, in characters.</summary>
        public const int MaxLength = 255;

        private const string Image = "|image";
        private const string Table = "|table";

        private readonly char _separator;

        /// <summary>A transport over the platform's drives.</summary>
        public FileTransport()
            : this(Path.DirectorySeparatorChar)
        {
        }

        internal FileTransport(char separator)
        {
            _separator = separator;
        }

        /// <summary>
        /// See <see cref="ITransport.Resolve"/>. Beside a single file the reference's ending alone says which part is meant: the chunk table or the
        /// image. A single file has no delta file.
        /// </summary>
        public string Resolve(string baseUrl, string reference)
        {
            if (reference == null || reference.Length == 0 || reference.Length > MaxLength || reference.IndexOf('|') >= 0)
            {
                return null;
            }

            if (baseUrl == null)
            {
                return reference;
            }

            int[] parts;
            if (ReadParts(baseUrl, out parts) == OtaResult.Ok && parts != null)
            {
                return EndsWith(reference, ".chunks") ? baseUrl + Table : EndsWith(reference, ".delta") ? null : baseUrl + Image;
            }

            // A reference is a URL's path (RFC 3986). What would lead out of the folder is no address, nor what a path spells otherwise.
            if (reference[0] == '/' || reference.IndexOf("..") >= 0 || reference.IndexOf(':') >= 0 || reference.IndexOf('\\') >= 0
                || reference.IndexOf('%') >= 0 || reference.IndexOf('?') >= 0)
            {
                return null;
            }

            char[] path = reference.ToCharArray();
            for (int i = 0; i < path.Length; i++)
            {
                path[i] = path[i] == '/' ? _separator : path[i];
            }

            return baseUrl.Substring(0, baseUrl.LastIndexOf(_separator) + 1) + new string(path);
        }

        /// <summary>See <see cref="ITransport.Get"/>.</summary>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>.
        /// - <see cref="OtaResult.HttpNotFound"/>: without the file or the drive.
        /// - <see cref="OtaResult.RangeNotSatisfiable"/>: for a range behind the end.
        /// - <see cref="OtaResult.BodyTooShort"/>: for a single file that was cut off.
        /// </returns>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            response = null;
            string path = request.Url;
            int bar = path.IndexOf('|');
            string part = bar < 0 ? null : path.Substring(bar);
            path = bar < 0 ? path : path.Substring(0, bar);
            int[] parts;
            OtaResult result = ReadParts(path, out parts);
            if (result != OtaResult.Ok)
            {
                return OtaOutcome.About(result, path);
            }

            int start = 0;
            int length = -1;
            if (parts != null)
            {
                int index = part == null ? 0 : part == Table ? 1 : 2;
                start = SingleFile.HeaderLength;
                for (int i = 0; i < index; i++)
                {
                    start += parts[i];
                }

                length = parts[index];
            }
            else if (part != null)
            {
                return OtaOutcome.About(OtaResult.HttpNotFound, path);
            }

            FileBody body;
            result = FileBody.Open(path, start, length, request, out body);
            response = body;
            return result == OtaResult.Ok ? OtaOutcome.Ok : OtaOutcome.About(result, path);
        }

        // The lengths of a single file's parts; null for any other file.
        private static OtaResult ReadParts(string path, out int[] parts)
        {
            parts = null;
            try
            {
                if (!File.Exists(path))
                {
                    return OtaResult.HttpNotFound;
                }

                using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
                {
                    byte[] header = new byte[SingleFile.HeaderLength];
                    int read = FileBody.Fill(file, header, 0, header.Length);
                    if (!SingleFile.IsHeader(header, read))
                    {
                        return OtaResult.Ok;
                    }

                    parts = SingleFile.Parts(header, file.Length);
                    return parts == null ? OtaResult.BodyTooShort : OtaResult.Ok;
                }
            }
            catch (Exception)
            {
                return OtaResult.HttpNotFound;
            }
        }

        private static bool EndsWith(string text, string end)
        {
            return text.Length >= end.Length && text.Substring(text.Length - end.Length) == end;
        }
    }
}
