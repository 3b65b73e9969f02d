namespace NanoOta
{
    /// <summary>An image of a release, and where its files are.</summary>
    internal sealed class RemoteImage
    {
        private RemoteImage(ManifestImage image, string url, string tableUrl, string deltaUrl)
        {
            Image = image;
            Url = url;
            TableUrl = tableUrl;
            DeltaUrl = deltaUrl;
        }

        public readonly ManifestImage Image;

        public readonly string Url;

        public readonly string TableUrl;

        /// <summary>Null for none.</summary>
        public readonly string DeltaUrl;

        /// <summary>
        /// Finds the files beside the manifest. <see cref="OtaResult.UrlInvalid"/>, about the reference that was refused. A URL of a delta
        /// file that makes no sense counts as none.
        /// </summary>
        public static OtaOutcome Locate(ITransport transport, string manifestUrl, ManifestImage image, out RemoteImage located)
        {
            string url = transport.Resolve(manifestUrl, image.Url);
            string tableUrl = transport.Resolve(manifestUrl, image.TableUrl);
            string deltaUrl = image.DeltaUrl == null ? null : transport.Resolve(manifestUrl, image.DeltaUrl);
            bool isFound = url != null && tableUrl != null;
            located = isFound ? new RemoteImage(image, url, tableUrl, deltaUrl) : null;
            return isFound ? OtaOutcome.Ok : OtaOutcome.About(OtaResult.UrlInvalid, url == null ? image.Url : image.TableUrl);
        }

        /// <summary>Fetches the head of the chunk table and proves the head by its digest. Only <see cref="OtaResult.Ok"/> gives a table.</summary>
        public OtaOutcome FetchTable(UpdateRun run, out ChunkTable table)
        {
            table = new ChunkTable(new byte[ChunkTable.HeadLength(Image.Size)], Image.Size);
            RemoteFile file = new RemoteFile(run, TableUrl, table.FileLength);
            try
            {
                OtaOutcome outcome = file.ReadAll(0, table.Head.Length, table.Head, table.Head.Length);
                return outcome.Code == OtaResult.Ok && !Digests.AreEqual(Digests.Hash(table.Head, 0, table.Head.Length), Image.TableDigest)
                    ? OtaOutcome.About(OtaResult.TableDigestMismatch, TableUrl)
                    : outcome;
            }
            finally
            {
                file.Close();
            }
        }
    }
}
