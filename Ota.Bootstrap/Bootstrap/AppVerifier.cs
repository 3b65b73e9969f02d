using System;

namespace NanoOta
{
    /// <summary>Proves an image that lies in a slot and brings it to memory: what is loaded is what was proven.</summary>
    /// <remarks>
    /// The image is read twice: chunk by chunk before anything in it is believed, then into arrays, each chunk proven again. So flash that rots, or a
    /// card that gives other bytes the second time, is found before a byte of it runs.
    /// </remarks>
    internal static class AppVerifier
    {
        /// <summary>
        /// Checks, in this order: the stored manifest's signature under the trusted keys, its form, the table's SHA-256 against the manifest, the
        /// image's chunks against the table. The codes of each; <see cref="OtaResult.SlotReadFailed"/> when a file is not there,
        /// <see cref="OtaResult.OutOfMemory"/>. A manifest that has expired since is none the worse for it. There is an app with
        /// <see cref="OtaResult.Ok"/> alone.
        /// </summary>
        public static OtaResult Verify(IAppStorage storage, string slot, OtaOptions options, IResidents residents, out VerifiedApp app)
        {
            app = null;
            try
            {
                return Prove(storage, slot, options, residents, out app);
            }
            catch (OutOfMemoryException)
            {
                return OtaResult.OutOfMemory;
            }
        }

        private static OtaResult Prove(IAppStorage storage, string slot, OtaOptions options, IResidents residents, out VerifiedApp app)
        {
            app = null;
            byte[] envelope = SmallFiles.Read(storage, slot + AppSlots.ManifestSuffix, Jws.MaxLength);
            byte[] bytes = SmallFiles.Read(storage, slot + AppSlots.TableSuffix, options.MaxTableLength);
            if (envelope == null || bytes == null)
            {
                return OtaResult.SlotReadFailed;
            }

            SignedManifest signed;
            OtaResult result = SignedManifest.Open(envelope, envelope.Length, options.Keys, out signed);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            ManifestImage image = signed.Manifest.Find(AppSlots.Component);
            if (image == null)
            {
                return OtaResult.ImageMissing;
            }

            if (bytes.Length != image.TableSize || !Digests.AreEqual(Digests.Hash(bytes, 0, bytes.Length), image.TableDigest))
            {
                return OtaResult.TableDigestMismatch;
            }

            ChunkTable table;
            string file = slot + AppSlots.ImageSuffix;
            result = ChunkTable.Open(bytes, image.Size, out table);
            if (result == OtaResult.Ok)
            {
                result = Scan(storage, file, table, null);
            }

            if (result != OtaResult.Ok)
            {
                return result;
            }

            LoadOrder order = new LoadOrder();
            OtaOutcome linked = order.Read(storage, file, image.Size, residents);
            result = linked.Code == OtaResult.Ok ? Scan(storage, file, table, order) : OtaResult.Ok;
            if (result == OtaResult.Ok)
            {
                app = new VerifiedApp(signed.Manifest, order, linked);
            }

            return result;
        }

        private static OtaResult Scan(IAppStorage storage, string file, ChunkTable table, LoadOrder order)
        {
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            int offset = 0;
            for (int i = 0; i < table.Count; i++)
            {
                int length = table.LengthOf(i);
                OtaResult result = storage.Read(file, offset, buffer, 0, length);
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                if (!table.Matches(i, ChunkDigest.Compute(buffer, length)))
                {
                    return OtaResult.ChunkDigestMismatch;
                }

                if (order != null)
                {
                    order.Take(buffer, offset, length);
                }

                offset += length;
            }

            return OtaResult.Ok;
        }
    }
}
