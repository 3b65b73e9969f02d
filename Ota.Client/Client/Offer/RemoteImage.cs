namespace NanoOta
{
    /// <summary>An image of a release, and where its files are.</summary>
    internal sealed class RemoteImage
    {
        private RemoteImage(ManifestImage image, string url, string tableUrl)
        {
            Image = image;
            Url = url;
            TableUrl = tableUrl;
        }

        public readonly ManifestImage Image;

        public readonly string Url;

        public readonly string TableUrl;

        /// <summary>Finds the files beside the manifest. <see cref="OtaResult.UrlInvalid"/>, about the reference that was refused.</summary>
        public static OtaOutcome Locate(ITransport transport, string manifestUrl, ManifestImage image, out RemoteImage located)
        {
            string url = transport.Resolve(manifestUrl, image.Url);
            string tableUrl = transport.Resolve(manifestUrl, image.TableUrl);
            bool isFound = url != null && tableUrl != null;
            located = isFound ? new RemoteImage(image, url, tableUrl) : null;
            return isFound ? OtaOutcome.Ok : OtaOutcome.About(OtaResult.UrlInvalid, url == null ? image.Url : image.TableUrl);
        }

        /// <summary>Fetches the chunk table and proves the table by its digest. Only <see cref="OtaResult.Ok"/> gives a table.</summary>
        public OtaOutcome FetchTable(UpdateRun run, out ChunkTable table)
        {
            table = null;
            SmallFile file;
            OtaOutcome outcome = SmallFile.Fetch(run, TableUrl, null, Image.TableSize, OtaResult.BodyTooLong, out file);
            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            byte[] bytes = file.Bytes;
            return bytes.Length != Image.TableSize || !Digests.AreEqual(Digests.Hash(bytes, 0, bytes.Length), Image.TableDigest)
                ? OtaOutcome.Of(OtaResult.TableDigestMismatch)
                : OtaOutcome.Of(ChunkTable.Open(bytes, Image.Size, out table));
        }
    }
}
