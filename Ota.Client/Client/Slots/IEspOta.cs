namespace NanoOta
{
    /// <summary>
    /// The part of ESP-IDF's esp_ota_ops.h and esp_partition.h that an update needs, in types that cross into native code.
    /// The device's implementation is a class of InternalCall methods; the virtual ESP32 has the other.
    /// </summary>
    /// <remarks>
    /// Implementations check every argument (<see cref="OtaResult.SlotArgument"/>) and map esp_err_t to <see cref="OtaResult"/>.
    /// One update is open at a time; there is no handle. Not thread-safe. Source: ESP-IDF v5.5, app_update component.
    /// </remarks>
    public interface IEspOta
    {
        /// <summary>Subtype of a partition (0 factory, 0x10 to 0x1F ota_0 to ota_15); -1 if there is none.</summary>
        int GetSubtype(EspPartition partition);

        /// <summary>Size of a partition in bytes; 0 if there is none.</summary>
        int GetSize(EspPartition partition);

        /// <summary>
        /// The otadata state of the app partition of that subtype, from esp_ota_get_state_partition. 0 is NEW, 1 PENDING_VERIFY, 2 VALID, 3 INVALID,
        /// 4 ABORTED. -1 is UNDEFINED. -2 stands for no entry.
        /// </summary>
        int GetState(int subtype);

        /// <summary>Reads raw bytes of a partition (esp_partition_read).</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotReadFailed"/> or <see cref="OtaResult.SlotArgument"/>.</returns>
        OtaResult Read(EspPartition partition, int offset, byte[] buffer, int index, int count);

        /// <summary>
        /// Goes to <paramref name="offset"/>, a multiple of 4096, of the next update's slot. Sectors are erased as the writes reach them. A second call
        /// leaves the sectors in between unchanged. The slot's old otadata entry is erased first, and the running image keeps one.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotOnTrial"/> while the running image is PENDING_VERIFY; <see cref="OtaResult.SlotUnavailable"/>,
        /// <see cref="OtaResult.DeploymentWins"/> beside a deployment, <see cref="OtaResult.SlotEraseFailed"/> or
        /// <see cref="OtaResult.SlotArgument"/>.
        /// </returns>
        OtaResult Begin(int offset);

        /// <summary>Appends (esp_partition_write). The first byte of an image must be 0xE9.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotImageInvalid"/> for another first byte; <see cref="OtaResult.SlotEraseFailed"/>, <see cref="OtaResult.SlotWriteFailed"/>
        /// or <see cref="OtaResult.SlotArgument"/>.
        /// </returns>
        OtaResult Write(byte[] buffer, int index, int count);

        /// <summary>Closes the update and verifies the slot's image (esp_image_verify).</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotImageInvalid"/> or <see cref="OtaResult.SlotWriteFailed"/>.</returns>
        OtaResult End();

        /// <summary>Closes the update. Flash stays unchanged. Nothing happens when no update is open.</summary>
        void Abort();

        /// <summary>
        /// Verifies the next update's image and writes its otadata entry, on trial. Writes nothing when that slot is chosen already and NEW.
        /// Otherwise the running image keeps an entry of its own.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotUnavailable"/> when there is no second slot; <see cref="OtaResult.DeploymentWins"/> as for
        /// <see cref="Begin"/>; <see cref="OtaResult.SlotImageInvalid"/> or <see cref="OtaResult.ActivateFailed"/>.
        /// </returns>
        OtaResult SetBoot();

        /// <summary>The running image's otadata entry becomes VALID.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.ConfirmFailed"/>.</returns>
        OtaResult MarkValid();

        /// <summary>esp_ota_mark_app_invalid_rollback_and_reboot. Returns only on failure.</summary>
        /// <returns><see cref="OtaResult.RollBackImpossible"/>.</returns>
        OtaResult MarkInvalidAndRestart();

        /// <summary>Copies the 256-byte application description (esp_app_desc_t) of the image in a partition.</summary>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.SlotImageInvalid"/> when there is no image with a description's magic word.</returns>
        OtaResult ReadDescription(EspPartition partition, byte[] description);
    }
}
