namespace NanoOta
{
    /// <summary>One image of a release. Read only, so thread-safe.</summary>
    public sealed class ManifestImage
    {
        /// <summary>Reads every field; of use only if the reader has found no error.</summary>
        internal ManifestImage(ManifestReader reader, JsonFields source)
        {
            Component = reader.Text(source, "component", 1, ManifestReader.MaxName);
            if (Component != "app" && Component != "firmware")
            {
                reader.Fail(OtaResult.FieldOutOfRange);
            }

            Version = reader.Version(source, "version");
            Size = (int)reader.Number(source, "size", 1, ManifestReader.MaxImageSize);
            Digest = reader.Digest(source, "sha256");
            Url = reader.Text(source, "url", 1, ManifestReader.MaxUrl);

            JsonFields table = reader.AsObject(reader.Required(source, "chunks"));
            TableUrl = reader.Text(table, "url", 1, ManifestReader.MaxUrl);
            TableDigest = reader.Digest(table, "sha256");

            if (source.Contains("delta"))
            {
                DeltaUrl = reader.Text(reader.AsObject(source["delta"]), "url", 1, ManifestReader.MaxUrl);
            }

            Natives = reader.Natives(source);
            Residents = reader.Residents(source);
        }

        /// <summary>"app" or "firmware".</summary>
        public readonly string Component;

        /// <summary>The image's own version.</summary>
        public readonly string Version;

        /// <summary>Bytes of the image.</summary>
        public readonly int Size;

        /// <summary>
        /// SHA-256 of the whole image, for the host's tools. Hashing the image again in managed code would cost minutes. So the device proves the
        /// same bytes by their chunks, whose table is bound to the manifest.
        /// </summary>
        public readonly byte[] Digest;

        /// <summary>Where the image is, as written in the manifest (may be relative to the manifest's URL).</summary>
        public readonly string Url;

        /// <summary>Where the chunk table is.</summary>
        public readonly string TableUrl;

        /// <summary>SHA-256 of the chunk table's head: the identity of the image.</summary>
        public readonly byte[] TableDigest;

        /// <summary>Where the delta file is; null for none. Nothing in the file has to be trusted.</summary>
        public readonly string DeltaUrl;

        /// <summary>Native code that the image's assemblies link to; empty for none.</summary>
        public readonly NativeAssembly[] Natives;

        /// <summary>Assemblies that the device has to have; empty for none.</summary>
        public readonly ResidentAssembly[] Residents;
    }
}
