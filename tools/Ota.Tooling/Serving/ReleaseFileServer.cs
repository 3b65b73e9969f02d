using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Net.Http.Headers;

namespace NanoOta.Tooling.Serving
{
    /// <summary>
    /// Answers with the files of releases in a folder, and with no others: a key may lie beside them. ASP.NET's own static files would do, but for their entity tags: time in seconds and length,
    /// which two manifests of one second share. These are of the content.
    /// </summary>
    internal sealed class ReleaseFileServer : IDisposable
    {
        private static readonly string[] _extensions = [".jws", ".img", ".chunks", ".delta"];

        private readonly PhysicalFileProvider _files;
        private readonly string _root;
        private readonly ConcurrentDictionary<(string Path, long Length, DateTimeOffset Modified), string> _tags = new();

        /// <summary>Sensitive leaves out dot files, hidden and system files; ".." never leaves the root.</summary>
        public ReleaseFileServer(string root)
        {
            _root = Resolve(Path.GetFullPath(root));
            _files = new PhysicalFileProvider(_root, ExclusionFilters.Sensitive);
        }

        /// <summary>Answers a GET or HEAD: 200, 206, 304, 404, 412 or 416.</summary>
        public async Task AnswerAsync(HttpContext context)
        {
            IFileInfo file = _files.GetFileInfo(context.Request.Path.Value ?? "/");
            if (!file.Exists || file.PhysicalPath is not string path || !IsServed(path, file.Length))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            // Only manifests change; the other files of a release never do.
            bool isManifest = path.EndsWith(".jws", StringComparison.Ordinal);
            context.Response.Headers.CacheControl = isManifest ? "no-cache" : "public, max-age=31536000, immutable";
            string tag = _tags.GetOrAdd((path, file.Length, file.LastModified), key => Tag(key.Path));
            await TypedResults.PhysicalFile(
                path,
                isManifest ? "application/jose" : "application/octet-stream",
                lastModified: file.LastModified,
                entityTag: new EntityTagHeaderValue(tag),
                enableRangeProcessing: true).ExecuteAsync(context).ConfigureAwait(false);
        }

        /// <inheritdoc/>
        public void Dispose() => _files.Dispose();

        // A pipe or a device has the length 0 and would be waited for; no file of a release is empty. A link may lead to anywhere.
        private bool IsServed(string path, long length)
        {
            return length > 0
                && _extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal)
                && Resolve(path).StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }

        // Every folder on the way may be a link.
        private static string Resolve(string path)
        {
            string resolved = Path.GetPathRoot(path)!;
            foreach (string part in path[resolved.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                string next = Path.Combine(resolved, part);
                FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
                resolved = info.LinkTarget == null ? next : info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
            }

            return resolved;
        }

        private static string Tag(string path)
        {
            using FileStream stream = File.OpenRead(path);
            return $"\"{Base64.Url(SHA256.HashData(stream).AsSpan(0, 16))}\"";
        }
    }
}
