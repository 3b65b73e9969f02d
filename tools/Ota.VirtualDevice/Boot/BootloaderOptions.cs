using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>What is compiled into the bootloader and the runtime, and so cannot be changed over the air.</summary>
    public sealed record BootloaderOptions
    {
        /// <summary>CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE. ESP-IDF's own default is off; nanoOta needs rollback on.</summary>
        public bool Rollback { get; init; } = true;

        /// <summary>CONFIG_BOOTLOADER_APP_ANTI_ROLLBACK. Goes with <see cref="Rollback"/> and without a factory partition.</summary>
        public bool AntiRollback { get; init; }

        /// <summary>esp_chip_id_t of the chip; ESP32 is 0.</summary>
        public int ChipId { get; init; }

        /// <summary>The chip's revision × 100, as in its eFuses. Images say from which to which revision they run.</summary>
        public int ChipRevision { get; init; } = 300;

        /// <summary>CONFIG_PARTITION_TABLE_OFFSET.</summary>
        public int PartitionTableOffset { get; init; } = PartitionTable.DefaultOffset;

        /// <summary>What an image is verified for.</summary>
        public EspTarget Target(EspImageUse use) => new(ChipId, ChipRevision, use);
    }

    /// <summary>Bits that can be burnt once. Only the anti-rollback counter is modelled; burning is atomic here.</summary>
    public sealed class EFuse
    {
        /// <summary>The lowest secure_version that may boot.</summary>
        public uint SecureVersion { get; private set; }

        /// <summary>Raises the counter, which never falls.</summary>
        public void BurnSecureVersion(uint version) => SecureVersion = Math.Max(SecureVersion, version);
    }
}
