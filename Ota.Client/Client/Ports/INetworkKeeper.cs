namespace NanoOta
{
    /// <summary>
    /// Keeps a copy of the board's stored network configuration that has led to an answer of the server. A release that overwrites the stored one
    /// must not cut the board off.
    /// </summary>
    /// <remarks>
    /// Contract: <see cref="Keep"/> and <see cref="PutBack"/> are each one small write, or none where nothing changes. A power cut in the write leaves
    /// the copy or the stored configuration before or after. Never throws. Not thread-safe.
    /// </remarks>
    public interface INetworkKeeper
    {
        /// <summary>Whether the stored configuration is another one than at this start. A connection of this start says nothing about such a one.</summary>
        bool IsChanged { get; }

        /// <summary>Copies the stored configuration. Nothing where that one has changed since this start, or the copy is the same already.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, or <see cref="OtaResult.StateWriteFailed"/>: the former copy is still there.</returns>
        OtaResult Keep();

        /// <summary>Stores the copy as the configuration again. The platform connects on the stored configuration at a start alone.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>: the stored configuration is another one now. <see cref="OtaResult.UpToDate"/>: both are the same, or there is no
        /// copy. <see cref="OtaResult.StateWriteFailed"/>: the platform refuses.
        /// </returns>
        OtaResult PutBack();
    }
}
