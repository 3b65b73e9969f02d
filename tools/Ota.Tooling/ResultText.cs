namespace NanoOta.Tooling
{
    /// <summary>Words for the codes that devices report. They live here and not on the device, where they would cost flash.</summary>
    public static class ResultText
    {
        private static readonly Dictionary<OtaResult, string> _texts = new()
        {
            [OtaResult.Ok] = "done",
            [OtaResult.UpToDate] = "nothing newer than what the device has confirmed",
            [OtaResult.Deferred] = "there is a release, but its install window is not open",
            [OtaResult.NotInRollout] = "there is a release, but its rollout does not include this device yet",
            [OtaResult.ClockUnset] = "the clock is unset, so the times in the manifest were not looked at",
            [OtaResult.Cancelled] = "the application cancelled; what was staged is used again",
            [OtaResult.TrialContinues] = "the trial goes on: not every health check has passed yet",
            [OtaResult.ConnectFailed] = "no connection: name not resolved, refused, reset or lost",
            [OtaResult.TimedOut] = "the server kept silent or was too slow",
            [OtaResult.HttpStatusUnexpected] = "the server gave a status that the updater has no use for",
            [OtaResult.HttpNotFound] = "the file is not on the server (404 or 410)",
            [OtaResult.RedirectLimit] = "too many redirects",
            [OtaResult.RedirectRefused] = "a redirect to nowhere, to another scheme, or from https to http",
            [OtaResult.BodyTooShort] = "the body ended before its promised length",
            [OtaResult.BodyTooLong] = "the body is longer than promised or allowed",
            [OtaResult.RangeMismatch] = "Content-Range is missing, malformed or not what was asked for",
            [OtaResult.RangeNotSatisfiable] = "the server has fewer bytes than the manifest says (416)",
            [OtaResult.CaptivePortal] = "HTML where bytes were expected: a captive portal or an error page",
            [OtaResult.EncodingUnexpected] = "a Content-Encoding that nobody asked for",
            [OtaResult.TlsFailed] = "the server's certificate was refused, or TLS could not be set up",
            [OtaResult.EntityChanged] = "the file on the server changed during the download",
            [OtaResult.UrlInvalid] = "not an absolute http(s) URL, or too long",
            [OtaResult.JwsMalformed] = "the manifest is not three base64url parts",
            [OtaResult.JwsTooLarge] = "the manifest is longer than a device accepts",
            [OtaResult.JwsHeaderUnsupported] = "the manifest's header is not ES256 and a kid, nothing else",
            [OtaResult.KeyUnknown] = "the manifest's kid names no trusted key",
            [OtaResult.SignatureInvalid] = "the signature is not that key's over these bytes",
            [OtaResult.KeyInvalid] = "a trusted key is not a point of P-256, or the key list is empty, too long or has a kid twice",
            [OtaResult.ManifestNotJson] = "the manifest's payload is not JSON of its profile",
            [OtaResult.ManifestTooDeep] = "the manifest's payload is nested too deep",
            [OtaResult.FieldMissing] = "a field of the manifest is missing",
            [OtaResult.FieldWrongType] = "a field of the manifest has another type than the format says",
            [OtaResult.FieldDuplicate] = "a field of the manifest stands twice",
            [OtaResult.FieldTooLong] = "a string or list of the manifest is too long",
            [OtaResult.FieldOutOfRange] = "a number or string of the manifest is outside its range",
            [OtaResult.FormatUnsupported] = "a manifest format that this client does not know",
            [OtaResult.ImageMissing] = "the release has no image for the component, or two",
            [OtaResult.ProductMismatch] = "a release of another product",
            [OtaResult.SequenceRollback] = "a sequence below the highest that the device has confirmed, and no signed downgrade",
            [OtaResult.ManifestExpired] = "the manifest has expired: publish again",
            [OtaResult.HardwareMismatch] = "this hardware is not in the release's list",
            [OtaResult.ChipMismatch] = "the image is for another chip",
            [OtaResult.FirmwareTooOld] = "the firmware is older than the release requires",
            [OtaResult.BootstrapTooOld] = "the Bootstrap is older than the release requires",
            [OtaResult.FromVersionTooOld] = "the running release is too old to be updated to this one directly",
            [OtaResult.NativeMismatch] = "an assembly needs native code that this firmware lacks or has in another version",
            [OtaResult.ReleaseFailedBefore] = "this very manifest was tried and failed; it is not tried again until it changes",
            [OtaResult.ImageTooLarge] = "the image is larger than the slot",
            [OtaResult.TableTooLarge] = "the chunk table is larger than the device is set up to hold",
            [OtaResult.TableDigestMismatch] = "the chunk table's SHA-256 is not the one in the manifest",
            [OtaResult.TableMalformed] = "the chunk table breaks its format",
            [OtaResult.TableImageMismatch] = "the chunk table describes an image of another size",
            [OtaResult.ChunkDigestMismatch] = "the bytes of a chunk are not those that were signed",
            [OtaResult.OutOfMemory] = "memory ran out; the running release goes on",
            [OtaResult.SlotUnavailable] = "there is no second slot: wrong partition table, or firmware without the interop",
            [OtaResult.SlotReadFailed] = "the slot could not be read",
            [OtaResult.SlotWriteFailed] = "the slot could not be written, or reads back other bytes",
            [OtaResult.SlotEraseFailed] = "the slot could not be erased",
            [OtaResult.SlotImageInvalid] = "the platform's own check refused the image",
            [OtaResult.SlotOnTrial] = "the slot takes no update now: the running image is itself on trial",
            [OtaResult.SlotArgument] = "an argument outside the slot: a bug of the caller",
            [OtaResult.SlotBusy] = "someone else is writing the slot: a debugger, a host, native code",
            [OtaResult.SlotSwapPending] = "a swap is scheduled already: the slot takes an update again after the next restart",
            [OtaResult.SlotImageChip] = "the image in the slot is for another chip",
            [OtaResult.SlotImageTruncated] = "the image in the slot is cut off",
            [OtaResult.SlotImageDigest] = "the bytes in the slot do not give the image's own digest",
            [OtaResult.SlotImageUnsigned] = "the image in the slot carries no signature",
            [OtaResult.StateReadFailed] = "the state record could not be read",
            [OtaResult.StateWriteFailed] = "the state record could not be written",
            [OtaResult.StateCorrupt] = "both copies of the state record are damaged; the device begins anew",
            [OtaResult.ActivateFailed] = "the boot choice could not be written",
            [OtaResult.ConfirmFailed] = "the running image could not be marked as good",
            [OtaResult.RollBackImpossible] = "there is nothing to go back to",
            [OtaResult.TrialFailed] = "the new release was started and came back unconfirmed",
            [OtaResult.HealthCheckFailed] = "a health check said that the new release is bad",
            [OtaResult.HealthWindowClosed] = "the health window closed before every check had passed",
            [OtaResult.ActivationsSpent] = "the release was activated as often as allowed and never came up",
            [OtaResult.WrongState] = "the operation does not fit the client's state",
            [OtaResult.Busy] = "another operation of this client is running",
            [OtaResult.ArgumentInvalid] = "an option or argument is missing or out of its range",
        };

        /// <summary>What a code means, in a few words. A number that this tool does not know gets words that say so.</summary>
        public static string Of(OtaResult result) =>
            _texts.TryGetValue(result, out string? text) ? text : $"code {(int)result}, unknown to this version of nanoota";

        /// <summary>The words with the code in front, for reports: "SignatureInvalid (204): …".</summary>
        public static string WithCode(OtaResult result) => $"{result} ({(int)result}): {Of(result)}";

        /// <summary>Whether there are words for it.</summary>
        internal static bool Has(OtaResult result) => _texts.ContainsKey(result);
    }
}
