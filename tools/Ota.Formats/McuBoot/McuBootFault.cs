namespace NanoOta.Formats
{
    /// <summary>Why a MCUboot image is refused.</summary>
    public enum McuBootFault
    {
        /// <summary>The image is not refused.</summary>
        None = 0,

        /// <summary>The bytes do not begin with the magic 0x96F3B83D, or the header is shorter than 32 bytes.</summary>
        Magic = 1,

        /// <summary>The image has fewer bytes than its header or its TLV areas say.</summary>
        Truncated = 2,

        /// <summary>A flag that In-Field Update has no use for: encrypted, non-bootable or to be run from RAM.</summary>
        Flags = 3,

        /// <summary>A TLV area is malformed.</summary>
        Tlv = 4,

        /// <summary>There is no SHA-256, or another one than that of header, payload and protected TLVs.</summary>
        Digest = 5,

        /// <summary>There is no EC-P256 signature.</summary>
        NotSigned = 6,

        /// <summary>The image was signed by another key.</summary>
        Key = 7,

        /// <summary>The signature is not that key's over this image.</summary>
        Signature = 8,

        /// <summary>The flash could not be read.</summary>
        Read = 9,
    }
}
