namespace NanoOta.VirtualDevice
{
    /// <summary>The esp_err_t values that the OTA calls give. Source: ESP-IDF v5.5, esp_err.h, esp_ota_ops.h, esp_flash.h.</summary>
    public enum EspError
    {
        Ok = 0,
        Fail = -1,
        InvalidArgument = 0x102,
        InvalidSize = 0x104,
        NotFound = 0x105,
        NotSupported = 0x106,

        /// <summary>The partition is the running one.</summary>
        OtaPartitionConflict = 0x1501,

        /// <summary>The image does not verify.</summary>
        OtaValidateFailed = 0x1503,

        /// <summary>The image's secure_version is under the eFuse's.</summary>
        OtaSmallSecureVersion = 0x1504,

        /// <summary>There is nothing to go back to.</summary>
        OtaRollbackFailed = 0x1505,

        /// <summary>The running image is itself not confirmed.</summary>
        OtaRollbackInvalidState = 0x1506,

        /// <summary>The flash part reports a failure.</summary>
        FlashOperationFailed = 0x6001,
    }
}
