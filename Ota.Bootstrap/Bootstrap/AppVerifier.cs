using System;

namespace NanoOta
{
    /// <summary>Proves an image that lies in a slot and brings the image to memory. So the loaded bytes are the proven bytes.</summary>
    /// <remarks>
    /// The image is read twice. The first pass proves the image chunk by chunk, before anything in the image is believed. The second pass fills the
    /// arrays, and proves each group of chunks again. So the device finds rotten flash before a byte runs. A card that gives other bytes the second time is
    /// found too.
    /// </remarks>
    internal static class AppVerifier
    {
        /// <summary>
        /// Checks the signature of the stored manifest under the trusted keys, then the manifest's form. Then the manifest proves the
        /// image's identity, which is computed anew: no table is kept. An expired manifest is as good as any, since the release was installed in time.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, and only then an app. The code of the check that failed. <see cref="OtaResult.SlotReadFailed"/> when a file is
        /// not there. <see cref="OtaResult.OutOfMemory"/>.
        /// </returns>
        public static OtaResult Verify(IAppStorage storage, string slot, long revision, OtaOptions options, IResidents residents, out VerifiedApp app)
        {
            app = null;
            try
            {
                return Prove(storage, slot, revision, options, residents, out app);
            }
            catch (OutOfMemoryException)
            {
                return OtaResult.OutOfMemory;
            }
        }

        private static OtaResult Prove(IAppStorage storage, string slot, long revision, OtaOptions options, IResidents residents, out VerifiedApp app)
        {
            app = null;
            byte[] envelope = SmallFiles.Read(storage, slot + AppSlots.ManifestSuffix, Jws.MaxLength);
            if (envelope == null)
            {
                return OtaResult.SlotReadFailed;
            }

            SignedManifest signed;
            OtaResult result = SignedManifest.Open(envelope, envelope.Length, options.Keys, out signed);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            // Only an installed release starts. Somebody may have put files of another product or of an older release there.
            Manifest manifest = signed.Manifest;
            if (manifest.Product != options.Product)
            {
                return OtaResult.ProductMismatch;
            }

            if (manifest.Revision != revision)
            {
                return OtaResult.RevisionConflict;
            }

            ManifestImage image = manifest.Find(AppSlots.Component);
            if (image == null)
            {
                return OtaResult.ImageMissing;
            }

            // The head is the image's identity, computed anew: no table is kept.
            string file = slot + AppSlots.ImageSuffix;
            byte[] head = new byte[ChunkTable.HeadLength(image.Size)];
            ChunkTable table = new ChunkTable(head, image.Size);
            result = Scan(storage, file, table, null);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            if (!Digests.AreEqual(Digests.Hash(head, 0, head.Length), image.TableDigest))
            {
                return OtaResult.ChunkDigestMismatch;
            }

            LoadOrder order = new LoadOrder();
            OtaOutcome linked = order.Read(storage, file, image.Size, residents);
            result = linked.Code == OtaResult.Ok ? Scan(storage, file, table, order) : OtaResult.Ok;
            if (result == OtaResult.Ok)
            {
                app = new VerifiedApp(manifest, order, linked);
            }

            return result;
        }

        // Without an order the scan makes the table's head. With an order the head proves each group that the scan brings.
        private static OtaResult Scan(IAppStorage storage, string file, ChunkTable table, LoadOrder order)
        {
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            int chunk = 0;
            for (int group = 0; group < table.GroupCount; group++)
            {
                table.Clear();
                for (int end = chunk + table.ChunksIn(group); chunk < end; chunk++)
                {
                    int offset = chunk * ChunkDigest.BufferLength;
                    int length = table.LengthOf(chunk);
                    OtaResult result = storage.Read(file, offset, buffer, 0, length);
                    if (result != OtaResult.Ok)
                    {
                        return result;
                    }

                    table.Put(chunk, buffer);
                    if (order != null)
                    {
                        order.Take(buffer, offset, length);
                    }
                }

                if (order == null)
                {
                    table.Seal(group);
                }
                else if (!table.Prove(group))
                {
                    return OtaResult.ChunkDigestMismatch;
                }
            }

            return OtaResult.Ok;
        }
    }
}
