namespace NanoOta.VirtualDevice
{
    /// <summary>How far the asking of this count of starts has come. Numbers are in flash.</summary>
    internal enum GuardAsk : byte
    {
        /// <summary>Nothing was asked.</summary>
        None = 0,

        /// <summary>The boot part was started; its program gave no sign yet.</summary>
        Mute = 1,

        /// <summary>The boot part's program runs.</summary>
        Open = 2,

        /// <summary>The server answered.</summary>
        Answered = 3,

        /// <summary>The application was started after an answered ask.</summary>
        Ran = 4,
    }
}
