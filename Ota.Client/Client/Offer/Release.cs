namespace NanoOta
{
    /// <summary>A release that was found good for this device, and where its files are.</summary>
    internal sealed class Release
    {
        public Release(Manifest manifest, ManifestImage image, string imageUrl, string tableUrl, byte[] digest)
        {
            Manifest = manifest;
            Image = image;
            ImageUrl = imageUrl;
            TableUrl = tableUrl;
            Digest = digest;
        }

        public readonly Manifest Manifest;

        public readonly ManifestImage Image;

        public readonly string ImageUrl;

        public readonly string TableUrl;

        /// <summary>SHA-256 of the manifest's payload: the release's identity, whatever its signature's bytes.</summary>
        public readonly byte[] Digest;

        /// <summary>The manifest as it was received; null when nobody is there to keep it.</summary>
        public byte[] Envelope;

        /// <summary>The firmware that the release brings for this device, to be staged first; null for none.</summary>
        public Release Firmware;

        /// <summary>Fills a slot with the image.</summary>
        public OtaResult Stage(UpdateRun run, IUpdateSlot slot, OtaProgressHandler progress, out ChunkTable table)
        {
            run.Slot = slot;
            OtaResult result = FetchTable(run, out table);
            return result == OtaResult.Ok ? new Stager(run, Image, ImageUrl, table).Run(progress) : result;
        }

        /// <summary>Opens the image for reading from the server.</summary>
        public OtaResult Open(UpdateRun run, out ImageReader reader)
        {
            ChunkTable table;
            run.Slot = run.Ports.Slot;
            OtaResult result = FetchTable(run, out table);
            reader = result == OtaResult.Ok ? new ImageReader(run, Image, ImageUrl, table) : null;
            return result;
        }

        public OtaResult FetchTable(UpdateRun run, out ChunkTable table)
        {
            table = null;
            SmallFile file = new SmallFile(run);
            OtaResult result = file.Fetch(TableUrl, null, Image.TableSize, OtaResult.BodyTooLong);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            byte[] bytes = file.Bytes;
            if (file.Length != Image.TableSize || !Digests.AreEqual(Digests.Hash(bytes, 0, file.Length), Image.TableDigest))
            {
                return OtaResult.TableDigestMismatch;
            }

            if (bytes.Length != file.Length)
            {
                bytes = new byte[file.Length];
                System.Array.Copy(file.Bytes, 0, bytes, 0, bytes.Length);
            }

            return ChunkTable.Open(bytes, Image.Size, out table);
        }
    }
}
