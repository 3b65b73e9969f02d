namespace NanoOta.Tooling.Firmware
{
    /// <summary>What an application is attached to.</summary>
    public sealed record FirmwareRequest
    {
        /// <summary>A nanoCLR.bin, with or without an application.</summary>
        public required string Path { get; init; }

        /// <summary>A folder or image of the boot program with all that it refers to; null for the boot part that the firmware has.</summary>
        public string? Boot { get; init; }

        /// <summary>Bytes of the smallest slot that the image is for.</summary>
        public required int SlotSize { get; init; }
    }
}
