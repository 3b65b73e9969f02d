namespace NanoOta.Formats
{
    /// <summary>Why an application cannot be attached to an image, taken off or read.</summary>
    public enum AttachFault
    {
        /// <summary>The change is possible.</summary>
        None = 0,

        /// <summary>The bootloader would refuse the image: its <see cref="EspImageFault"/> says why.</summary>
        Image = 1,

        /// <summary>The image is signed already: a signature would be over other bytes.</summary>
        AlreadySigned = 2,

        /// <summary>Bytes that are not erased flash follow the image.</summary>
        Trailing = 3,

        /// <summary>The image has no application.</summary>
        NoApp = 4,

        /// <summary>The image has two applications.</summary>
        TwoApps = 5,

        /// <summary>The application that is there is not sound: its <see cref="AppSegmentFault"/> says why.</summary>
        App = 6,

        /// <summary>The image ends in a segment of zeros that is not secure boot v2's padding. Secure boot v1 or another tool made the segment.</summary>
        Padding = 7,

        /// <summary>The image has as many segments as there may be.</summary>
        Segments = 8,

        /// <summary>A mapped segment lies behind the application, and would not lie at its place in a page any more.</summary>
        Order = 9,

        /// <summary>The image would not fit the slot.</summary>
        SlotSize = 10,
    }
}
