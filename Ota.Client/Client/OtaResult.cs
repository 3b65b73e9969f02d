namespace NanoOta
{
    /// <summary>
    /// The outcome of an operation. The numbers are stable: they are written to the state record and may reach a
    /// fleet's dashboard. They are grouped by phase; the words for them live in the host tool and in docs/FORMAT.md.
    /// </summary>
    public enum OtaResult
    {
        /// <summary>The operation was done.</summary>
        Ok = 0,

        // 1-99: no error, but not what was hoped for.

        /// <summary>The server has nothing newer than what this device has confirmed.</summary>
        UpToDate = 1,

        /// <summary>There is a release, but its install window (notBefore, daily window) is not open.</summary>
        Deferred = 2,

        /// <summary>There is a release, but its rollout does not include this device yet.</summary>
        NotInRollout = 3,

        /// <summary>The clock is unset, so the times in the manifest were not looked at. A warning.</summary>
        ClockUnset = 4,

        /// <summary>The application cancelled the operation; what was staged stays and is used again.</summary>
        Cancelled = 5,

        /// <summary>The trial goes on: not every health check has passed yet.</summary>
        TrialContinues = 6,

        /// <summary>The release was not confirmed here before. After its pause the release is tried again.</summary>
        ReleasePaused = 7,

        /// <summary>The application has not lived long enough to stage. Until then only the update program before the application stages.</summary>
        LifePending = 8,

        /// <summary>The application has deferred the download or the restart of a release.</summary>
        LeaveWithheld = 9,

        /// <summary>The bytes that the settings give to updates for a day are spent.</summary>
        BudgetSpent = 10,

        /// <summary>The last check was so short a time ago that another one is not made.</summary>
        CheckTooSoon = 11,

        /// <summary>The settings put downloads off while the network costs by the byte.</summary>
        NetworkMetered = 12,

        // 100-199: transport.

        /// <summary>No connection: name not resolved, refused, reset, or lost before the headers came.</summary>
        ConnectFailed = 100,

        /// <summary>The server kept silent, or was slower than the chunk deadline allows.</summary>
        TimedOut = 101,

        /// <summary>A status that the updater has no use for, and that may pass: 408, 425, 429, 5xx.</summary>
        HttpStatusUnexpected = 102,

        /// <summary>404 or 410.</summary>
        HttpNotFound = 103,

        /// <summary>More redirects than allowed.</summary>
        RedirectLimit = 104,

        /// <summary>A redirect to nowhere, to another scheme than http(s), or from https to http.</summary>
        RedirectRefused = 105,

        /// <summary>The body ended before its promised length.</summary>
        BodyTooShort = 106,

        /// <summary>
        /// The body is longer than promised, or longer than the limit for its kind. Or its Content-Length is not one number, or stands beside a
        /// transfer coding.
        /// </summary>
        BodyTooLong = 107,

        /// <summary>Content-Range is missing, malformed, or of another place, and the whole file was no way out.</summary>
        RangeMismatch = 108,

        /// <summary>416: the server has fewer bytes than the manifest says.</summary>
        RangeNotSatisfiable = 109,

        /// <summary>HTML where a manifest was expected, or status 511: a captive portal or an error page with status 200.</summary>
        CaptivePortal = 110,

        /// <summary>A Content-Encoding that nobody asked for.</summary>
        EncodingUnexpected = 111,

        /// <summary>TLS could not be set up. A device does not tell why, so there this code stands for a refused certificate, too.</summary>
        TlsFailed = 112,

        /// <summary>The file on the server is no longer the one that the download began with.</summary>
        EntityChanged = 113,

        /// <summary>Not an absolute http(s) URL, or longer than the limit.</summary>
        UrlInvalid = 114,

        /// <summary>The server refuses this device: 401, 403, or another status from 400 to 499 that does not pass by itself.</summary>
        HttpRefused = 115,

        /// <summary>The platform cannot reach an address of this form: a literal IPv6 address on nanoFramework.</summary>
        AddressUnsupported = 116,

        /// <summary>No trusted authority signed the server's certificate.</summary>
        CertificateUntrusted = 117,

        /// <summary>The server's certificate is not valid by the clock: expired, or not valid yet.</summary>
        CertificateExpired = 118,

        /// <summary>The server's certificate is for another name.</summary>
        CertificateNameMismatch = 119,

        /// <summary>TLS could not be set up while the clock is unset. Without the time no certificate is valid.</summary>
        TlsClockUnset = 120,

        /// <summary>An MQTT broker refuses this device: name, password, rights, or a subscription. The status is the broker's return code.</summary>
        BrokerRefused = 121,

        // 200-249: envelope.

        /// <summary>Not three base64url parts.</summary>
        JwsMalformed = 200,

        /// <summary>The envelope is longer than Jws.MaxLength.</summary>
        JwsTooLarge = 201,

        /// <summary>The protected header is not exactly the profile's: ES256 and a kid, nothing else.</summary>
        JwsHeaderUnsupported = 202,

        /// <summary>The kid names no key that this device trusts.</summary>
        KeyUnknown = 203,

        /// <summary>The signature is not that key's over these bytes.</summary>
        SignatureInvalid = 204,

        /// <summary>A trusted key is not a point of P-256. Or the key list is empty, too long, or has a kid twice.</summary>
        KeyInvalid = 205,

        // 250-299: manifest.

        /// <summary>The payload is not JSON of the manifest's profile.</summary>
        ManifestNotJson = 250,

        /// <summary>Nested deeper than JsonProfile.MaxDepth.</summary>
        ManifestTooDeep = 251,

        /// <summary>A field that must be there is not.</summary>
        FieldMissing = 252,

        /// <summary>A field has another type than the format says.</summary>
        FieldWrongType = 253,

        /// <summary>A field stands twice in one object.</summary>
        FieldDuplicate = 254,

        /// <summary>A string or list is longer than its limit.</summary>
        FieldTooLong = 255,

        /// <summary>A number or a string's form is outside its range.</summary>
        FieldOutOfRange = 256,

        /// <summary>The format number is one that this client does not know.</summary>
        FormatUnsupported = 257,

        /// <summary>The release has no image for the component that this client updates, or has two.</summary>
        ImageMissing = 258,

        // 300-349: policy.

        /// <summary>A release of another product.</summary>
        ProductMismatch = 300,

        /// <summary>A revision below the highest that this device has seen in the channel. Publish the release again.</summary>
        RevisionStale = 301,

        /// <summary>The manifest has expired. A mirror is frozen, or nobody has signed the release again.</summary>
        ManifestExpired = 302,

        /// <summary>This hardware is not in the release's list.</summary>
        HardwareMismatch = 303,

        /// <summary>The image is for another chip.</summary>
        ChipMismatch = 304,

        /// <summary>The firmware is older than the release requires.</summary>
        FirmwareTooOld = 305,

        /// <summary>The Bootstrap is older than the release requires.</summary>
        BootstrapTooOld = 306,

        /// <summary>The running release is too old to be updated to this one directly.</summary>
        FromVersionTooOld = 307,

        /// <summary>An assembly of the image needs native code that this firmware lacks or has in another version.</summary>
        NativeMismatch = 308,

        /// <summary>The images failed here three times; they are left alone until they change or a manifest raises retry.</summary>
        ReleaseFailedBefore = 309,

        /// <summary>The image is larger than the slot.</summary>
        ImageTooLarge = 310,

        /// <summary>An assembly that the image needs is neither in the image nor on the device.</summary>
        AssemblyMissing = 311,

        /// <summary>An assembly that the image needs is there in another version (major.minor).</summary>
        AssemblyVersionMismatch = 312,

        /// <summary>The references of the image's assemblies go round in a circle.</summary>
        AssemblyCycle = 313,

        /// <summary>An assembly is in the image twice, or on the device already.</summary>
        AssemblyDuplicate = 314,

        /// <summary>Another manifest under the revision that this device has seen last.</summary>
        RevisionConflict = 315,

        /// <summary>A release of another channel.</summary>
        ChannelMismatch = 316,

        // 350-399: chunk table.

        /// <summary>The head of the table is larger than this device is set up to hold.</summary>
        TableTooLarge = 350,

        /// <summary>The table's head is not the one in the manifest, or a group is not the one in the head.</summary>
        TableDigestMismatch = 351,

        // 400-449: staging.

        /// <summary>The bytes of a chunk are not those that were signed.</summary>
        ChunkDigestMismatch = 400,

        /// <summary>Memory ran out; nothing was lost, the running release goes on.</summary>
        OutOfMemory = 401,

        /// <summary>The attempt has used up its time or its bytes; the next one goes on.</summary>
        AttemptSpent = 402,

        /// <summary>Attempts brought no new chunk, so the update pauses for a day.</summary>
        UpdatePaused = 403,

        /// <summary>A delta file breaks its format, or has no section for this device. The image comes without the delta file.</summary>
        DeltaMalformed = 404,

        // 500-549: slot.

        /// <summary>There is no second slot: wrong partition table, or firmware without the interop.</summary>
        SlotUnavailable = 500,

        /// <summary>The slot could not be read.</summary>
        SlotReadFailed = 501,

        /// <summary>The slot could not be written, or reads back other bytes than were written.</summary>
        SlotWriteFailed = 502,

        /// <summary>The slot could not be erased.</summary>
        SlotEraseFailed = 503,

        /// <summary>The platform's own check refused the image (structure, checksum, digest or its own signature).</summary>
        SlotImageInvalid = 504,

        /// <summary>The slot takes no update now: the running image is itself on trial.</summary>
        SlotOnTrial = 505,

        /// <summary>An argument outside the slot: a bug of the caller.</summary>
        SlotArgument = 506,

        /// <summary>Someone else is writing the slot: a debugger, a host over the wire protocol, native code.</summary>
        SlotBusy = 507,

        /// <summary>A swap is scheduled already; the slot takes an update again after the next restart.</summary>
        SlotSwapPending = 508,

        /// <summary>The image in the slot is for another chip, whatever the manifest says.</summary>
        SlotImageChip = 509,

        /// <summary>The image in the slot is cut off. The slot has fewer bytes than the image's own header says.</summary>
        SlotImageTruncated = 510,

        /// <summary>The bytes in the slot are not those that the image's own digest was made of.</summary>
        SlotImageDigest = 511,

        /// <summary>The image in the slot carries no signature that the bootloader could check.</summary>
        SlotImageUnsigned = 512,

        /// <summary>A deployment from Visual Studio lies in the partition deploy, and would run in place of the update.</summary>
        DeploymentWins = 513,

        // 550-599: state record.

        /// <summary>The state record could not be read. After three starts with the same error the record begins anew.</summary>
        StateReadFailed = 550,

        /// <summary>The state record could not be written.</summary>
        StateWriteFailed = 551,

        /// <summary>Both copies of the state record are damaged. After three starts with the same error the record begins anew.</summary>
        StateCorrupt = 552,

        // 600-649: activation and trial.

        /// <summary>The boot choice could not be written.</summary>
        ActivateFailed = 600,

        /// <summary>The running image could not be marked as good.</summary>
        ConfirmFailed = 601,

        /// <summary>There is nothing to go back to.</summary>
        RollBackImpossible = 602,

        /// <summary>The new release was started and came back unconfirmed.</summary>
        TrialFailed = 603,

        /// <summary>A health check said that the new release is bad.</summary>
        HealthCheckFailed = 604,

        /// <summary>The health window closed before every check had passed.</summary>
        HealthWindowClosed = 605,

        /// <summary>The CLR did not take an assembly of the image.</summary>
        AssemblyRefused = 607,

        /// <summary>No assembly of the image has a static Main without parameters.</summary>
        EntryPointMissing = 608,

        /// <summary>The application ended with an exception.</summary>
        AppFailed = 609,

        /// <summary>The firmware that the application is bound to is not the one that runs.</summary>
        FirmwareMismatch = 610,

        /// <summary>The application hung until a watchdog or a timer ended the run.</summary>
        AppHung = 611,

        /// <summary>The application slept or restarted without a word to the updater.</summary>
        SleptUndeclared = 612,

        /// <summary>A health check said that the surroundings are at fault.</summary>
        SurroundingsFailed = 613,

        /// <summary>The server did not answer in the trial what the next update would ask.</summary>
        NoAnswer = 614,

        /// <summary>The confirmed release died again and again before life. The other slot was started.</summary>
        WentBack = 615,

        /// <summary>The release on trial has changed the stored network configuration. Only another start can prove that one.</summary>
        NetworkChanged = 616,

        // 700-749: use of the library.

        /// <summary>The operation does not fit the state that the client is in.</summary>
        WrongState = 700,

        /// <summary>Another operation of this client is running.</summary>
        Busy = 701,

        /// <summary>An option or argument is missing or out of its range.</summary>
        ArgumentInvalid = 702,

        // 710-749: settings.

        /// <summary>The switch of the settings has a value that does not exist.</summary>
        SettingUpdatesInvalid = 710,

        /// <summary>The interval of the settings is below 600 or over 604800 seconds.</summary>
        SettingIntervalInvalid = 711,

        /// <summary>An address of the settings is no address, or has more than 255 characters.</summary>
        SettingUrlInvalid = 712,

        /// <summary>The group of the settings is empty, has more than 64 characters, or one that is no plain ASCII.</summary>
        SettingGroupInvalid = 713,

        /// <summary>The install window of the settings is empty, half set, or no minutes of a day.</summary>
        SettingWindowInvalid = 714,

        /// <summary>The offset from UTC of the settings is below -720 or over 840 minutes.</summary>
        SettingOffsetInvalid = 715,

        /// <summary>The byte budget of the settings is neither 0 nor 16384 or more.</summary>
        SettingBudgetInvalid = 716,

        /// <summary>The authorities of the settings are no certificates, have more than 4096 characters, or the transport takes none.</summary>
        SettingAuthoritiesInvalid = 717,

        /// <summary>The network rule of the settings has a value that does not exist.</summary>
        SettingNetworkInvalid = 718,
    }
}
