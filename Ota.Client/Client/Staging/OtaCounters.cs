namespace NanoOta
{
    /// <summary>What updates have cost since the client was made. For reading, from any thread.</summary>
    public sealed class OtaCounters
    {
        /// <summary>Bytes of bodies that came over the network: manifests, tables, delta files, images.</summary>
        public int BytesFetched;

        /// <summary>Bytes of the image that were copied from the running slot.</summary>
        public int BytesReused;

        /// <summary>Bytes of the image that payloads of a delta file gave.</summary>
        public int BytesDecoded;

        /// <summary>Bytes of the image that were in the slot already, from an earlier attempt or release.</summary>
        public int BytesResumed;

        /// <summary>Requests sent.</summary>
        public int Requests;

        /// <summary>Times that something was tried again.</summary>
        public int Retries;

        /// <summary>Writes of the state record.</summary>
        public int StateWrites;

        /// <summary>Chunks written into a slot.</summary>
        public int ChunksWritten;
    }
}
