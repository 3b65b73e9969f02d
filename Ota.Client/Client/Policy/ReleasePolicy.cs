using System.Text;

namespace NanoOta
{
    /// <summary>Decides whether a signed release is for this device, now. No I/O. Thread-safe.</summary>
    public static class ReleasePolicy
    {
        private const int SecondsPerMinute = 60;
        private const int MinutesPerDay = 1440;

        /// <summary>
        /// <see cref="OtaResult.Ok"/>: take it. <see cref="OtaResult.UpToDate"/>, <see cref="OtaResult.NotInRollout"/>,
        /// <see cref="OtaResult.Deferred"/>: not now. A policy code (300 to 312), <see cref="OtaResult.ImageMissing"/> or
        /// <see cref="OtaResult.TableTooLarge"/>: not for this device. What proves the release foreign or old comes first.
        /// </summary>
        /// <param name="manifest">The release.</param>
        /// <param name="options">What the device is.</param>
        /// <param name="facts">What it knows.</param>
        /// <param name="assembly">Name of the assembly that the image would not link for; null if that is not why it is refused.</param>
        public static OtaResult Judge(Manifest manifest, OtaOptions options, DeviceFacts facts, out string assembly)
        {
            assembly = null;
            if (manifest.Product != options.Product)
            {
                return OtaResult.ProductMismatch;
            }

            if (facts.UtcSeconds != 0 && facts.UtcSeconds >= manifest.Expires)
            {
                return OtaResult.ManifestExpired;
            }

            if (manifest.Sequence == facts.InstalledSequence)
            {
                return OtaResult.UpToDate;
            }

            if (manifest.Sequence < facts.HighestSequence && manifest.DowngradeFrom < facts.HighestSequence)
            {
                return OtaResult.SequenceRollback;
            }

            OtaResult result = JudgeCompatibility(manifest, options);
            if (result == OtaResult.Ok)
            {
                result = JudgeImage(manifest, options, facts, out assembly);
            }

            if (result == OtaResult.Ok && !IsInRollout(manifest, options))
            {
                result = OtaResult.NotInRollout;
            }

            return result == OtaResult.Ok && !IsWindowOpen(manifest, facts.UtcSeconds) ? OtaResult.Deferred : result;
        }

        /// <summary>
        /// The place of a device in a rollout, 0 to 99: the first four bytes of SHA-256(salt, 0x00, device id), big-endian and without the
        /// sign bit, modulo 100. A release with percent p goes to the places under p, so a raised percentage only adds devices.
        /// </summary>
        public static int RolloutPlace(string salt, string deviceId)
        {
            byte[] digest = new byte[32];
            byte[] left = Encoding.UTF8.GetBytes(salt);
            byte[] right = Encoding.UTF8.GetBytes(deviceId);

            // The zero is fed as a byte: in the CLR's strings, which end at one, it would be lost and the place another than the host's.
            Sha256 hash = new Sha256();
            hash.Update(left, 0, left.Length);
            hash.Update(digest, 0, 1);
            hash.Update(right, 0, right.Length);
            hash.Finish(digest, 0);
            int number = ((digest[0] & 0x7F) << 24) | (digest[1] << 16) | (digest[2] << 8) | digest[3];
            return number % 100;
        }

        /// <summary>The firmware that a release of an app brings, when it is not the one that runs; else null.</summary>
        internal static ManifestImage FirmwareOf(Manifest manifest, OtaOptions options)
        {
            ManifestImage image = options.Component == "firmware" ? null : manifest.Find("firmware");
            return image == null || image.Version == options.FirmwareVersion ? null : image;
        }

        private static OtaResult JudgeCompatibility(Manifest manifest, OtaOptions options)
        {
            if (manifest.Hardware.Length > 0 && !Contains(manifest.Hardware, options.Hardware))
            {
                return OtaResult.HardwareMismatch;
            }

            if (manifest.Chip >= 0 && manifest.Chip != options.Chip)
            {
                return OtaResult.ChipMismatch;
            }

            if (IsOlder(options.FirmwareVersion, manifest.FirmwareMinimum))
            {
                return OtaResult.FirmwareTooOld;
            }

            if (IsOlder(options.BootstrapVersion, manifest.BootstrapMinimum))
            {
                return OtaResult.BootstrapTooOld;
            }

            return IsOlder(options.Version, manifest.FromMinimum) ? OtaResult.FromVersionTooOld : OtaResult.Ok;
        }

        private static OtaResult JudgeImage(Manifest manifest, OtaOptions options, DeviceFacts facts, out string assembly)
        {
            assembly = null;
            ManifestImage image = manifest.Find(options.Component);
            if (image == null)
            {
                return OtaResult.ImageMissing;
            }

            if (facts.SlotCapacity == 0)
            {
                return OtaResult.SlotUnavailable;
            }

            if (image.Size > facts.SlotCapacity)
            {
                return OtaResult.ImageTooLarge;
            }

            if (image.TableSize > options.MaxTableLength)
            {
                return OtaResult.TableTooLarge;
            }

            bool ownFirmware = facts.BringsFirmware && FirmwareOf(manifest, options) != null;
            for (int i = 0; i < image.Natives.Length && !ownFirmware; i++)
            {
                if (!HasNative(options.Natives, image.Natives[i]))
                {
                    assembly = image.Natives[i].Name;
                    return OtaResult.NativeMismatch;
                }
            }

            for (int i = 0; i < image.Residents.Length; i++)
            {
                ResidentAssembly wanted = image.Residents[i];
                int version = options.Residents == null ? -1 : options.Residents.VersionOf(wanted.Name);
                if (version != wanted.Version)
                {
                    assembly = wanted.Name;
                    return version < 0 ? OtaResult.AssemblyMissing : OtaResult.AssemblyVersionMismatch;
                }
            }

            return OtaResult.Ok;
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
            return Contains(manifest.RolloutGroups, options.Group)
                || RolloutPlace(manifest.RolloutSalt, options.DeviceId) < manifest.RolloutPercent;
        }

        // Without a clock no time can be kept to: a device that never learns the time must still be repairable.
        private static bool IsWindowOpen(Manifest manifest, long now)
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
