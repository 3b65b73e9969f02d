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

        /// <summary>A table whose head is still to be fetched.</summary>
        public ChunkTable NewTable()
        {
            return new ChunkTable(new byte[ChunkTable.HeadLength(Image.Size)], Image.Size);
        }

        /// <summary>Whether the head of a table is the one in the manifest. Nothing of a table counts before.</summary>
        public bool Proves(ChunkTable table)
        {
            return Digests.AreEqual(Digests.Hash(table.Head, 0, table.Head.Length), Image.TableDigest);
        }
    }
}
