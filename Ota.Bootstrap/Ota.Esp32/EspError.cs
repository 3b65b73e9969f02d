namespace NanoOta
{
    /// <summary>The esp_err_t values that ESP-IDF's OTA and partition calls give, and what they mean to an update.</summary>
    /// <remarks>Source: ESP-IDF v5.5, esp_err.h, esp_ota_ops.h, spi_flash's esp_flash_err.h. Stateless, so thread-safe.</remarks>
    internal static class EspError
    {
        /// <summary>ESP_OK.</summary>
        public const int Ok = 0;

        /// <summary>ESP_ERR_NO_MEM.</summary>
        public const int NoMemory = 0x101;

        /// <summary>ESP_ERR_INVALID_ARG.</summary>
        public const int InvalidArgument = 0x102;

        /// <summary>ESP_ERR_INVALID_SIZE.</summary>
        public const int InvalidSize = 0x104;

        /// <summary>ESP_ERR_NOT_FOUND.</summary>
        public const int NotFound = 0x105;

        /// <summary>ESP_ERR_OTA_PARTITION_CONFLICT: the partition is the running one.</summary>
        public const int PartitionConflict = 0x1501;

        /// <summary>ESP_ERR_OTA_VALIDATE_FAILED: not an image, or a damaged one.</summary>
        public const int ValidateFailed = 0x1503;

        /// <summary>ESP_ERR_OTA_SMALL_SEC_VER: the image's security version is below the one in eFuse.</summary>
        public const int SmallSecureVersion = 0x1504;

        /// <summary>ESP_ERR_OTA_ROLLBACK_INVALID_STATE: the running image is PENDING_VERIFY.</summary>
        public const int RollbackInvalidState = 0x1506;

        /// <summary>The result for an error; <paramref name="otherwise"/> for one that says nothing more than that the call failed.</summary>
        public static OtaResult ToResult(int error, OtaResult otherwise)
        {
            switch (error)
            {
                case Ok:
                    return OtaResult.Ok;
                case NoMemory:
                    return OtaResult.OutOfMemory;
                case InvalidArgument:
                case InvalidSize:
                    return OtaResult.SlotArgument;
                case NotFound:
                case PartitionConflict:
                    return OtaResult.SlotUnavailable;
                case ValidateFailed:
                case SmallSecureVersion:
                    return OtaResult.SlotImageInvalid;
                case RollbackInvalidState:
                    return OtaResult.SlotOnTrial;
                default:
                    return otherwise;
            }
        }
    }
}
