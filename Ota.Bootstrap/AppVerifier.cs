namespace NanoOta
{
    /// <summary>Proves an image again that lies in a slot: signature, table, every chunk. Not thread-safe.</summary>
    internal sealed class AppVerifier
    {
        /// <summary>The release in the slot, when <see cref="Verify"/> said Ok.</summary>
        public Manifest Manifest { get; private set; }

        /// <summary>Its app image.</summary>
        public ManifestImage Image { get; private set; }

        /// <summary>
        /// Checks, in this order: the stored manifest's signature under the trusted keys, its form, the table's SHA-256 against the manifest, the
        /// image's chunks against the table. The codes of each; <see cref="OtaResult.SlotReadFailed"/> when a file is not there. A manifest that
        /// has expired since is none the worse for it.
        /// </summary>
        public OtaResult Verify(IAppStorage storage, string slot, TrustedKeys keys, int maxTable)
        {
            byte[] envelope = SmallFiles.Read(storage, slot + AppSlots.ManifestSuffix, Jws.MaxLength);
            byte[] bytes = SmallFiles.Read(storage, slot + AppSlots.TableSuffix, maxTable);
            if (envelope == null || bytes == null)
            {
                return OtaResult.SlotReadFailed;
            }

            int payload;
            OtaResult result = Jws.Verify(envelope, envelope.Length, keys, out payload);
            Manifest manifest = null;
            if (result == OtaResult.Ok)
            {
                result = ManifestReader.Read(envelope, 0, payload, out manifest);
            }

            if (result != OtaResult.Ok)
            {
                return result;
            }

            Manifest = manifest;
            Image = manifest.Find(AppSlots.Component);
            if (Image == null)
            {
                return OtaResult.ImageMissing;
            }

            if (bytes.Length != Image.TableSize || !Digests.AreEqual(Digests.Hash(bytes, 0, bytes.Length), Image.TableDigest))
            {
                return OtaResult.TableDigestMismatch;
            }

            ChunkTable table;
            result = ChunkTable.Open(bytes, Image.Size, out table);
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            int offset = 0;
            for (int i = 0; result == OtaResult.Ok && i < table.Count; i++)
            {
                int length = table.LengthOf(i);
                result = storage.Read(slot + AppSlots.ImageSuffix, offset, buffer, 0, length);
                if (result == OtaResult.Ok && !table.Matches(i, ChunkDigest.Compute(buffer, length)))
                {
                    result = OtaResult.ChunkDigestMismatch;
                }

                offset += length;
            }

            return result;
        }
    }
}
