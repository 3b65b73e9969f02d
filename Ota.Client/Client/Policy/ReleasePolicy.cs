using System.Text;

namespace NanoOta
{
    /// <summary>Decides whether a signed release is for this device, now. No other code judges a release. No I/O. Thread-safe.</summary>
    /// <remarks>
    /// The rules in the order in which they are looked at. The first rule that does not hold is the answer. The rules that find a release foreign or
    /// old come first. docs/FORMAT.md names the same numbers.
    /// <list type="number">
    /// <item>The product is this device's. <see cref="OtaResult.ProductMismatch"/></item>
    /// <item>The channel is this device's. <see cref="OtaResult.ChannelMismatch"/></item>
    /// <item>The revision is not below the highest in the channel that the device has seen. An equal revision has the same bytes.
    /// <see cref="OtaResult.RevisionStale"/>, <see cref="OtaResult.RevisionConflict"/></item>
    /// <item>The manifest has not expired. While the clock is unset, the rule is not looked at. <see cref="OtaResult.ManifestExpired"/></item>
    /// <item>The release is not the running one, by version and images. <see cref="OtaResult.UpToDate"/></item>
    /// <item>The hardware is in the list, if there is one. <see cref="OtaResult.HardwareMismatch"/></item>
    /// <item>The chip is the one named, if one is. <see cref="OtaResult.ChipMismatch"/></item>
    /// <item>The firmware is not older than asked for. <see cref="OtaResult.FirmwareTooOld"/></item>
    /// <item>The Bootstrap is not older than asked for. <see cref="OtaResult.BootstrapTooOld"/></item>
    /// <item>The running version is not older than asked for. <see cref="OtaResult.FromVersionTooOld"/></item>
    /// <item>There is an image of the component. <see cref="OtaResult.ImageMissing"/></item>
    /// <item>There is a slot, and the image fits into the slot. <see cref="OtaResult.SlotUnavailable"/>, <see cref="OtaResult.ImageTooLarge"/></item>
    /// <item>The head of the chunk table is not larger than the memory for heads. <see cref="OtaResult.TableTooLarge"/></item>
    /// <item>The firmware has every native of the image. <see cref="OtaResult.NativeMismatch"/></item>
    /// <item>The device has every assembly that the image counts on. <see cref="OtaResult.AssemblyMissing"/>,
    /// <see cref="OtaResult.AssemblyVersionMismatch"/></item>
    /// <item>The rollout includes the device. <see cref="OtaResult.NotInRollout"/></item>
    /// <item>The install window is open. While the clock is unset, the rule is not looked at. <see cref="OtaResult.Deferred"/></item>
    /// <item>The images are not condemned here, and their pause is over. <see cref="OtaResult.ReleaseFailedBefore"/>,
    /// <see cref="OtaResult.ReleasePaused"/></item>
    /// </list>
    /// </remarks>
    public static class ReleasePolicy
    {
        private const int SecondsPerMinute = 60;
        private const int MinutesPerDay = 1440;

        /// <summary>Judges a release by the rules above.</summary>
        /// <param name="release">The release.</param>
        /// <param name="options">What the device is.</param>
        /// <param name="facts">What the device knows.</param>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>: take the release.
        /// - <see cref="OtaResult.UpToDate"/>, <see cref="OtaResult.NotInRollout"/>, <see cref="OtaResult.Deferred"/>,
        /// <see cref="OtaResult.ReleasePaused"/>: not now.
        /// - The other codes of the rules: not for this device. Rules 14 and 15 name the assembly.
        /// </returns>
        public static OtaOutcome Judge(SignedManifest release, OtaOptions options, DeviceFacts facts)
        {
            OtaResult result = JudgeOrigin(release, options, facts);
            if (result == OtaResult.Ok)
            {
                result = JudgeNews(release.Manifest, options, facts);
            }

            if (result == OtaResult.Ok)
            {
                result = JudgeCompatibility(release.Manifest, options);
            }

            if (result != OtaResult.Ok)
            {
                return OtaOutcome.Of(result);
            }

            OtaOutcome outcome = JudgeImage(release.Manifest, options, facts);
            return outcome.Code == OtaResult.Ok ? OtaOutcome.Of(JudgeMoment(release, options, facts)) : outcome;
        }

        /// <summary>
        /// The first three rules: whether the manifest is one of this device's channel, and not an old one. Whatever passes them was seen.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>, or the codes of these rules.</returns>
        public static OtaResult JudgeOrigin(SignedManifest release, OtaOptions options, DeviceFacts facts)
        {
            // Rule 1.
            Manifest manifest = release.Manifest;
            if (manifest.Product != options.Product)
            {
                return OtaResult.ProductMismatch;
            }

            // Rules 2 and 3.
            return manifest.Channel != options.Channel ? OtaResult.ChannelMismatch
                : facts.Seen.Judge(facts.Channel, manifest.Revision, release.Digest);
        }

        /// <summary>
        /// For the server check of a release on trial: whether the next update could take the server's release. The rules up to the image's are
        /// looked at, without two. A mirror may have a stale revision, and the server may have the running release. Share, groups, pause and windows
        /// say nothing about the release.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>, or the codes of these rules.</returns>
        public static OtaOutcome JudgeServer(SignedManifest release, OtaOptions options, DeviceFacts facts)
        {
            OtaResult result = JudgeOrigin(release, options, facts);
            if (result == OtaResult.RevisionStale)
            {
                result = OtaResult.Ok;
            }

            if (result == OtaResult.Ok && IsExpired(release.Manifest.Expires, facts.UtcSeconds))
            {
                result = OtaResult.ManifestExpired;
            }

            if (result == OtaResult.Ok)
            {
                result = JudgeCompatibility(release.Manifest, options);
            }

            return result == OtaResult.Ok ? JudgeImage(release.Manifest, options, facts) : OtaOutcome.Of(result);
        }

        /// <summary>Rule 4: whether a manifest has expired at a time, in seconds since 1970 UTC. 0 stands for an unset clock.</summary>
        public static bool IsExpired(long expires, long now)
        {
            return now != 0 && now >= expires;
        }

        /// <summary>
        /// The place of a device in a rollout, 0 to 99. The place comes from the first four bytes of SHA-256(salt, 0x00, device id). The four bytes
        /// are a big-endian number without its sign bit, modulo 100. A release with percent p goes to the places under p, so a raised percentage only
        /// adds devices.
        /// </summary>
        public static int RolloutPlace(string salt, string deviceId)
        {
            byte[] digest = new byte[32];
            byte[] left = Encoding.UTF8.GetBytes(salt);
            byte[] right = Encoding.UTF8.GetBytes(deviceId);

            // The CLR's strings end at a zero. So the zero is fed as a byte, or the place would differ from the host's.
            Sha256 hash = new Sha256();
            hash.Update(left, 0, left.Length);
            hash.Update(digest, 0, 1);
            hash.Update(right, 0, right.Length);
            hash.Finish(digest, 0);
            int number = ((digest[0] & 0x7F) << 24) | (digest[1] << 16) | (digest[2] << 8) | digest[3];
            return number % 100;
        }

        private static OtaResult JudgeNews(Manifest manifest, OtaOptions options, DeviceFacts facts)
        {
            // Rule 4.
            if (IsExpired(manifest.Expires, facts.UtcSeconds))
            {
                return OtaResult.ManifestExpired;
            }

            // Rule 5.
            ManifestImage image = manifest.Find(options.Component);
            bool isRunning = image != null && facts.Installed.Is(ReleaseVersion.Parse(manifest.Version), image.TableDigest);
            return isRunning ? OtaResult.UpToDate : OtaResult.Ok;
        }

        private static OtaResult JudgeCompatibility(Manifest manifest, OtaOptions options)
        {
            // Rule 6.
            if (manifest.Hardware.Length > 0 && !Contains(manifest.Hardware, options.Hardware))
            {
                return OtaResult.HardwareMismatch;
            }

            // Rule 7.
            if (manifest.Chip >= 0 && manifest.Chip != options.Chip)
            {
                return OtaResult.ChipMismatch;
            }

            // Rule 8.
            if (IsOlder(options.FirmwareVersion, manifest.FirmwareMinimum))
            {
                return OtaResult.FirmwareTooOld;
            }

            // Rule 9.
            if (IsOlder(options.BootstrapVersion, manifest.BootstrapMinimum))
            {
                return OtaResult.BootstrapTooOld;
            }

            // Rule 10.
            return IsOlder(options.Version, manifest.FromMinimum) ? OtaResult.FromVersionTooOld : OtaResult.Ok;
        }

        private static OtaOutcome JudgeImage(Manifest manifest, OtaOptions options, DeviceFacts facts)
        {
            // Rule 11.
            ManifestImage image = manifest.Find(options.Component);
            if (image == null)
            {
                return OtaOutcome.Of(OtaResult.ImageMissing);
            }

            // Rules 12 and 13.
            OtaResult result = facts.SlotCapacity == 0 ? OtaResult.SlotUnavailable : JudgeSize(image, facts.SlotCapacity, options);
            if (result != OtaResult.Ok)
            {
                return OtaOutcome.Of(result);
            }

            // Rule 14.
            for (int i = 0; i < image.Natives.Length; i++)
            {
                if (!HasNative(options.Natives, image.Natives[i]))
                {
                    return OtaOutcome.About(OtaResult.NativeMismatch, image.Natives[i].Name);
                }
            }

            // Rule 15.
            for (int i = 0; i < image.Residents.Length; i++)
            {
                ResidentAssembly wanted = image.Residents[i];
                int version = VersionOf(facts.Residents, wanted.Name);
                if (version != wanted.Version)
                {
                    return OtaOutcome.About(version < 0 ? OtaResult.AssemblyMissing : OtaResult.AssemblyVersionMismatch, wanted.Name);
                }
            }

            return OtaOutcome.Ok;
        }

        private static OtaResult JudgeMoment(SignedManifest release, OtaOptions options, DeviceFacts facts)
        {
            // Rule 16.
            Manifest manifest = release.Manifest;
            if (!IsInRollout(manifest, options))
            {
                return OtaResult.NotInRollout;
            }

            // Rule 17.
            if (!options.StagesAhead && !IsWindowOpen(manifest, facts.UtcSeconds))
            {
                return OtaResult.Deferred;
            }

            // Rule 18.
            byte[] images = manifest.Find(options.Component).TableDigest;
            return facts.Failed.Judge(images, manifest.Retry, facts.UtcSeconds, facts.UptimeSeconds, options.FirstPause);
        }

        private static OtaResult JudgeSize(ManifestImage image, int capacity, OtaOptions options)
        {
            return image.Size > capacity ? OtaResult.ImageTooLarge
                : ChunkTable.HeadLength(image.Size) > options.MaxTableLength ? OtaResult.TableTooLarge
                : OtaResult.Ok;
        }

        // -1 if there is none.
        private static int VersionOf(ResidentAssembly[] residents, string name)
        {
            for (int i = 0; residents != null && i < residents.Length; i++)
            {
                if (residents[i].Name == name)
                {
                    return residents[i].Version;
                }
            }

            return -1;
        }

        private static bool HasNative(NativeAssembly[] natives, NativeAssembly wanted)
        {
            for (int i = 0; natives != null && i < natives.Length; i++)
            {
                if (natives[i].Name == wanted.Name && natives[i].Checksum == wanted.Checksum)
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsInRollout(Manifest manifest, OtaOptions options)
        {
            return options.Offer == OfferKind.ByName
                || Contains(manifest.RolloutGroups, options.Group)
                || RolloutPlace(manifest.RolloutSalt, options.DeviceId) < manifest.RolloutPercent;
        }

        // Without a clock no time can be kept to: a device that never learns the time must still be repairable.
        internal static bool IsWindowOpen(Manifest manifest, long now)
        {
            if (now == 0 || manifest.IsCritical)
            {
                return true;
            }

            if (now < manifest.NotBefore)
            {
                return false;
            }

            if (manifest.WindowStart < 0)
            {
                return true;
            }

            int minute = (int)(now / SecondsPerMinute % MinutesPerDay);
            return manifest.WindowStart <= manifest.WindowEnd
                ? minute >= manifest.WindowStart && minute < manifest.WindowEnd
                : minute >= manifest.WindowStart || minute < manifest.WindowEnd;
        }

        // A version that is not known is older than any that is asked for.
        private static bool IsOlder(string version, long minimum)
        {
            return minimum > 0 && ReleaseVersion.Parse(version) < minimum;
        }

        private static bool Contains(string[] list, string wanted)
        {
            for (int i = 0; i < list.Length; i++)
            {
                if (list[i] == wanted)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
