using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Net.Http.Headers;

namespace NanoOta.Tooling.Serving
{
    /// <summary>
    /// Answers with the files of a folder. ASP.NET's own static files would do, but for their entity tags: time in seconds and length,
    /// which two manifests of one second share. These are of the content.
    /// </summary>
    internal sealed class ReleaseFileServer : IDisposable
    {
        private readonly PhysicalFileProvider _files;
        private readonly ConcurrentDictionary<(string Path, long Length, DateTimeOffset Modified), string> _tags = new();

        /// <summary>Sensitive leaves out dot files, hidden and system files; ".." never leaves the root.</summary>
        public ReleaseFileServer(string root)
        {
            _files = new PhysicalFileProvider(Path.GetFullPath(root), ExclusionFilters.Sensitive);
        }

        /// <summary>Answers a GET or HEAD: 200, 206, 304, 404, 412 or 416.</summary>
        public async Task AnswerAsync(HttpContext context)
        {
            IFileInfo file = _files.GetFileInfo(context.Request.Path.Value ?? "/");
            if (!file.Exists || file.PhysicalPath is not string path)
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

        private static string Tag(string path)
        {
            using FileStream stream = File.OpenRead(path);
            return $"\"{Base64.Url(SHA256.HashData(stream).AsSpan(0, 16))}\"";
        }
    }
}
