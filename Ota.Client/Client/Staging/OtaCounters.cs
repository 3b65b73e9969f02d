namespace NanoOta
{
    /// <summary>What an update has cost so far; read it from any thread.</summary>
    public sealed class OtaCounters
    {
        /// <summary>Bytes of bodies that came over the network: manifests, tables, chunks.</summary>
        public int BytesFetched { get; internal set; }

        /// <summary>Bytes of the image that were copied from the running slot.</summary>
        public int BytesReused { get; internal set; }

        /// <summary>Bytes of the image that an earlier, interrupted attempt had left in the slot.</summary>
        public int BytesResumed { get; internal set; }

        /// <summary>Requests sent.</summary>
        public int Requests { get; internal set; }

        /// <summary>Times that something was tried again.</summary>
        public int Retries { get; internal set; }

        /// <summary>Writes of the state record.</summary>
        public int StateWrites { get; internal set; }

        /// <summary>Chunks written into a slot.</summary>
        public int ChunksWritten { get; internal set; }
    }
}
