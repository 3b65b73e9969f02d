namespace NanoOta.Sweep.Life
{
    /// <summary>What happens around a device.</summary>
    public enum Trouble
    {
        /// <summary>The first address does not answer.</summary>
        Outage = 0,

        /// <summary>There is no network.</summary>
        NoLink = 1,

        /// <summary>The server answers 404.</summary>
        NotFound = 2,

        /// <summary>A captive portal answers instead of the server.</summary>
        Portal = 3,

        /// <summary>The server's certificate has expired.</summary>
        Certificate = 4,

        /// <summary>The first address's domain is lost for good; a reserve serves.</summary>
        LostDomain = 5,

        /// <summary>A mirror serves the manifest before the newest.</summary>
        OldMirror = 6,

        /// <summary>A mirror serves the newest manifest with the files of another release.</summary>
        MixedMirror = 7,

        /// <summary>The power goes at that time.</summary>
        PowerCut = 8,

        /// <summary>The power goes 30 seconds into each of the next trials.</summary>
        CutsInTrials = 9,

        /// <summary>The power goes at one of the next flash operations.</summary>
        CutAtOperation = 10,

        /// <summary>The clock shows 2100, or a time some years ahead, and whoever is asked for the time says so, too.</summary>
        ClockAhead = 11,

        /// <summary>The clock shows a time before the product was made.</summary>
        ClockBack = 12,

        /// <summary>The state record cannot be read.</summary>
        UnreadableRecord = 13,

        /// <summary>A bit of the slot that runs flips; a bootloader sees to that.</summary>
        RottenSlot = 14,

        /// <summary>While a release is on trial, the server has other bytes under the next revision; they are taken back.</summary>
        TwinInTrial = 15,

        /// <summary>While a release is on trial, the first address does not answer.</summary>
        OutageInTrials = 16,

        /// <summary>A cache serves the manifest before the newest under the newest's tag. The tag's later answer is that nothing has changed.</summary>
        StaleTag = 17,

        /// <summary>The authority of the first address's certificate has expired for good; a reserve serves without a certificate.</summary>
        LostAuthority = 18,
    }
}
