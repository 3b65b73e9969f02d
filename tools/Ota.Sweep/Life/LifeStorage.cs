namespace NanoOta.Sweep.Life
{
    /// <summary>A drive on which the updater keeps no room.</summary>
    internal sealed class LifeStorage(IAppStorage inner) : IAppStorage
    {
        private const string Room = "room";

        /// <inheritdoc/>
        public int Capacity => inner.Capacity;

        /// <inheritdoc/>
        public int GetLength(string name) => inner.GetLength(name);

        /// <inheritdoc/>
        public OtaResult Read(string name, int offset, byte[] buffer, int index, int count) => inner.Read(name, offset, buffer, index, count);

        /// <inheritdoc/>
        public OtaResult Open(string name, int keep) => name == Room ? OtaResult.SlotWriteFailed : inner.Open(name, keep);

        /// <inheritdoc/>
        public OtaResult Append(byte[] buffer, int index, int count) => inner.Append(buffer, index, count);

        /// <inheritdoc/>
        public OtaResult Flush() => inner.Flush();

        /// <inheritdoc/>
        public OtaResult Close() => inner.Close();

        /// <inheritdoc/>
        public OtaResult Delete(string name) => inner.Delete(name);
    }
}
