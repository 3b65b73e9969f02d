namespace NanoOta.Formats
{
    /// <summary>Why an image is refused.</summary>
    public enum EspImageFault
    {
        /// <summary>The image is not refused.</summary>
        None = 0,

        /// <summary>The first byte is not 0xE9.</summary>
        Magic = 1,

        /// <summary>More than 16 segments.</summary>
        SegmentCount = 2,

        /// <summary>For another chip.</summary>
        Chip = 3,

        /// <summary>A segment's length is no multiple of 4, or 16 MiB or more. Or the image does not fit its partition.</summary>
        Segment = 4,

        /// <summary>The checksum of the segments' data is another.</summary>
        Checksum = 5,

        /// <summary>The appended SHA-256 is another.</summary>
        Digest = 6,

        /// <summary>The flash could not be read.</summary>
        Read = 7,

        /// <summary>For chips of another revision.</summary>
        Revision = 8,

        /// <summary>A segment that is mapped from flash lies at another offset in its page than its address does.</summary>
        Mapping = 9,

        /// <summary>A segment would be loaded to where no RAM is, or over the bootloader.</summary>
        LoadAddress = 10,

        /// <summary>The chip needs an application description, and there is none.</summary>
        Description = 11,
    }
}
