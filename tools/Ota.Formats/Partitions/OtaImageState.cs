namespace NanoOta.Formats
{
    /// <summary>The state of an otadata entry. Source: ESP-IDF v5.5, esp_ota_img_states_t.</summary>
    public enum OtaImageState : uint
    {
        /// <summary>Never started.</summary>
        New = 0,

        /// <summary>On its first run.</summary>
        PendingVerify = 1,

        /// <summary>Confirmed.</summary>
        Valid = 2,

        /// <summary>Rejected by the app.</summary>
        Invalid = 3,

        /// <summary>Did not confirm.</summary>
        Aborted = 4,

        /// <summary>May run without limits.</summary>
        Undefined = 0xFFFFFFFF,
    }
}
