namespace NanoOta.VirtualDevice
{
    /// <content>UpdateManager's native half; on a board without In-Field Update there are no slots.</content>
    internal sealed partial class BoardRun : IUpdateBoard
    {
        private const int NoSlot = 14;
        private const int UnknownStatus = 255;
        private const int DeploymentImage = 1;

        /// <summary>Set before the app runs, on a board with In-Field Update.</summary>
        internal UpdateSessionRuntime? Updates { get; init; }

        public int UpdateStatus(int image) => Call(run => run.Updates?.GetStatus(image) ?? UnknownStatus);

        public byte[]? UpdateHash(int image, int slot) => Call(run => run.Updates?.GetHash(image, slot));

        public int UpdateNextOffset(int image) => Call(run => run.Updates?.GetNextOffset(image) ?? -1);

        public int UpdateStart(int image, int totalLength) => Call(run => run.Updates?.Start(image, totalLength) ?? NoSlot);

        public int UpdateResume(int image, int totalLength, byte[]? expectedHeader)
        {
            return Call(run => run.Updates?.Resume(image, totalLength, expectedHeader) ?? NoSlot);
        }

        public int UpdateStore(int image, byte[] buffer, int index, int count)
        {
            return Call(run => run.Updates?.Store(image, buffer, index, count) ?? NoSlot);
        }

        public int UpdateComplete(int image) => Call(run => run.Updates?.Complete(image) ?? NoSlot);

        public int UpdateAbort(int image, bool eraseSlot) => Call(run => run.Updates?.Abort(image, eraseSlot) ?? NoSlot);

        public int UpdateErase(int image) => Call(run => run.Updates?.Erase(image) ?? NoSlot);

        public bool UpdateConfirm() => Call(run => run.Updates?.Confirm(DeploymentImage) ?? false);

        public bool UpdateRevert(int image) => Call(run => run.Updates?.RequestRevert(image) ?? false);
    }
}
