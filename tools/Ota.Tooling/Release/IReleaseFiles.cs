using System.Net;

namespace NanoOta.Tooling.Release
{
    /// <summary>The files of a release, by the URLs that stand in its manifest.</summary>
    public interface IReleaseFiles
    {
        /// <summary>
        /// Reads a file of at most <paramref name="limit"/> bytes; of a longer one, limit + 1 bytes. Throws <see cref="ToolException"/>
        /// when it is not there.
        /// </summary>
        Task<byte[]> ReadAsync(string url, int limit, CancellationToken cancellation);
    }

    /// <summary>Files in the manifest's folder and below it.</summary>
    public sealed class FolderRelease : IReleaseFiles
    {
        private readonly string _folder;

        /// <summary>Makes one for the folder that the manifest is in.</summary>
        public FolderRelease(string folder)
        {
            _folder = Path.GetFullPath(folder);
        }

        /// <inheritdoc/>
        public Task<byte[]> ReadAsync(string url, int limit, CancellationToken cancellation)
        {
            // A relative URL only, and no way out of the folder: the manifest may be anyone's.
            string path = Path.GetFullPath(Path.Combine(_folder, Uri.UnescapeDataString(url)));
            if (url.Contains("://", StringComparison.Ordinal) || !path.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new ToolException(ExitCode.BadInput, $"{url} does not lie in the manifest's folder. Verify by the manifest's URL instead.");
            }

            byte[] bytes = Files.ReadAll(path);
            return Task.FromResult(bytes.Length > limit ? bytes[..(limit + 1)] : bytes);
        }
    }

    /// <summary>Files on a web server.</summary>
    public sealed class WebRelease : IReleaseFiles, IDisposable
    {
        private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };
        private readonly Uri _manifest;

        /// <summary>Makes one for a manifest's URL.</summary>
        public WebRelease(Uri manifest)
        {
            _manifest = manifest;
        }

        /// <inheritdoc/>
        public async Task<byte[]> ReadAsync(string url, int limit, CancellationToken cancellation)
        {
            Uri address = new(_manifest, url);
            try
            {
                using HttpResponseMessage response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
                if (response.StatusCode != HttpStatusCode.OK)
                {
                    throw new ToolException(ExitCode.Network, $"{address} answers {(int)response.StatusCode}. Check the URL and the server.");
                }

                using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                byte[] buffer = new byte[limit + 1];
                int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
                return buffer[..length];
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                throw new ToolException(ExitCode.Network, $"Cannot fetch {address}: {e.Message.TrimEnd('.')}. Check the URL and the server.", e);
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _client.Dispose();
    }
}
