namespace NanoOta.Tests
{
    /// <summary>
    /// Names of codes and states for failures: the CLR keeps no names of an enum's members. A host test holds the tables to the enums.
    /// </summary>
    public static class CodeNames
    {
        private const string Results =
            "0 Ok 1 UpToDate 2 Deferred 3 NotInRollout 4 ClockUnset 5 Cancelled 6 TrialContinues 7 ReleasePaused 8 LifePending "
            + "9 LeaveWithheld 10 BudgetSpent 11 CheckTooSoon 12 NetworkMetered "
            + "100 ConnectFailed 101 TimedOut 102 HttpStatusUnexpected 103 HttpNotFound 104 RedirectLimit 105 RedirectRefused "
            + "106 BodyTooShort 107 BodyTooLong 108 RangeMismatch 109 RangeNotSatisfiable 110 CaptivePortal 111 EncodingUnexpected "
            + "112 TlsFailed 113 EntityChanged 114 UrlInvalid 115 HttpRefused 116 AddressUnsupported "
            + "117 CertificateUntrusted 118 CertificateExpired 119 CertificateNameMismatch 120 TlsClockUnset 121 BrokerRefused "
            + "200 JwsMalformed 201 JwsTooLarge 202 JwsHeaderUnsupported 203 KeyUnknown 204 SignatureInvalid 205 KeyInvalid "
            + "250 ManifestNotJson 251 ManifestTooDeep 252 FieldMissing 253 FieldWrongType 254 FieldDuplicate 255 FieldTooLong "
            + "256 FieldOutOfRange 257 FormatUnsupported 258 ImageMissing "
            + "300 ProductMismatch 301 RevisionStale 302 ManifestExpired 303 HardwareMismatch 304 ChipMismatch "
            + "305 FirmwareTooOld 306 BootstrapTooOld 307 FromVersionTooOld 308 NativeMismatch 309 ReleaseFailedBefore "
            + "310 ImageTooLarge 311 AssemblyMissing 312 AssemblyVersionMismatch 313 AssemblyCycle 314 AssemblyDuplicate "
            + "315 RevisionConflict 316 ChannelMismatch "
            + "350 TableTooLarge 351 TableDigestMismatch 352 TableMalformed 353 TableImageMismatch "
            + "400 ChunkDigestMismatch 401 OutOfMemory 402 AttemptSpent 403 UpdatePaused 404 DeltaMalformed "
            + "500 SlotUnavailable 501 SlotReadFailed 502 SlotWriteFailed 503 SlotEraseFailed 504 SlotImageInvalid 505 SlotOnTrial "
            + "506 SlotArgument 507 SlotBusy 508 SlotSwapPending 509 SlotImageChip 510 SlotImageTruncated 511 SlotImageDigest "
            + "512 SlotImageUnsigned 513 DeploymentWins "
            + "550 StateReadFailed 551 StateWriteFailed 552 StateCorrupt "
            + "600 ActivateFailed 601 ConfirmFailed 602 RollBackImpossible 603 TrialFailed 604 HealthCheckFailed "
            + "605 HealthWindowClosed 607 AssemblyRefused 608 EntryPointMissing 609 AppFailed "
            + "610 FirmwareMismatch 611 AppHung 612 SleptUndeclared 613 SurroundingsFailed 614 NoAnswer 615 WentBack 616 NetworkChanged "
            + "700 WrongState 701 Busy 702 ArgumentInvalid "
            + "710 SettingUpdatesInvalid 711 SettingIntervalInvalid 712 SettingUrlInvalid 713 SettingGroupInvalid "
            + "714 SettingWindowInvalid 715 SettingOffsetInvalid 716 SettingBudgetInvalid "
            + "717 SettingAuthoritiesInvalid 718 SettingNetworkInvalid";

        private const string States = "0 Idle 1 Checking 2 Offered 3 Downloading 4 Staged 5 Activating 6 OnTrial 7 Confirming 8 Confirmed 9 RolledBack";

        /// <summary>A result's name; its number, where the table has none.</summary>
        public static string Of(OtaResult result)
        {
            return Find(Results, (int)result);
        }

        /// <summary>A state's name; its number, where the table has none.</summary>
        public static string Of(OtaState state)
        {
            return Find(States, (int)state);
        }

        private static string Find(string table, int number)
        {
            string wanted = number.ToString();
            string[] parts = table.Split(' ');
            for (int i = 0; i < parts.Length; i += 2)
            {
                if (parts[i] == wanted)
                {
                    return parts[i + 1];
                }
            }

            return wanted;
        }
    }
}
