namespace NanoOta
{
    /// <summary>
    /// What a signed manifest says about its release. Every field has been checked against docs/FORMAT.md. Read only, so thread-safe.
    /// </summary>
    public sealed class Manifest
    {
        /// <summary>The channel of a manifest that names none.</summary>
        public const string DefaultChannel = "stable";

        private const int MaxRetry = 65535;
        private const int MaxDeferral = 2592000;

        /// <summary>Reads every field; of use only if the reader has found no error.</summary>
        internal Manifest(ManifestReader reader, JsonFields root)
        {
            if (reader.Number(root, "format", 0, ManifestReader.MaxNumber) != ManifestReader.Format)
            {
                reader.Fail(OtaResult.FormatUnsupported);
                return;
            }

            Product = reader.Name(root, "product");
            Channel = root.Contains("channel") ? reader.Name(root, "channel") : DefaultChannel;
            Revision = reader.Number(root, "revision", 1, ManifestReader.MaxNumber);
            Version = reader.Version(root, "version");
            Issued = reader.Number(root, "issued", 0, ManifestReader.MaxNumber);
            Expires = reader.Number(root, "expires", Issued, ManifestReader.MaxNumber);
            Retry = (int)reader.Optional(root, "retry", 0, MaxRetry, 0);
            NotBelow = reader.OptionalVersion(root, "notBelow");
            if (NotBelow > ReleaseVersion.Parse(Version))
            {
                // A release below its own lowest version would forbid itself.
                reader.Fail(OtaResult.FieldOutOfRange);
            }

            Notes = root.Contains("notes") ? reader.Text(root, "notes", 0, 1024) : null;

            JsonFields requires = reader.OptionalObject(root, "requires");
            Hardware = reader.Names(requires, "hardware");
            Chip = (int)reader.Optional(requires, "chip", 0, 65535, -1);
            FirmwareMinimum = reader.OptionalVersion(requires, "firmware");
            BootstrapMinimum = reader.OptionalVersion(requires, "bootstrap");
            FromMinimum = reader.OptionalVersion(requires, "fromVersion");

            JsonFields rollout = reader.OptionalObject(root, "rollout");
            RolloutPercent = (int)reader.Optional(rollout, "percent", 0, 100, 100);
            RolloutSalt = rollout.Contains("salt") ? reader.Text(rollout, "salt", 0, ManifestReader.MaxName) : string.Empty;
            RolloutGroups = reader.Names(rollout, "groups");

            JsonFields install = reader.OptionalObject(root, "install");
            NotBefore = reader.Optional(install, "notBefore", 0, ManifestReader.MaxNumber, 0);
            WindowStart = (int)reader.Optional(install, "windowStart", 0, 1439, -1);
            WindowEnd = (int)reader.Optional(install, "windowEnd", 0, 1439, -1);
            IsCritical = reader.Optional(install, "critical", 0, 1, 0) == 1;
            LongestDeferral = (int)reader.Optional(install, "longestDeferral", 0, MaxDeferral, MaxDeferral);
            if ((WindowStart < 0) != (WindowEnd < 0))
            {
                reader.Fail(OtaResult.FieldMissing);
            }
            else if (WindowStart >= 0 && WindowStart == WindowEnd)
            {
                // An empty window would never open, and the release would wait for ever without a word.
                reader.Fail(OtaResult.FieldOutOfRange);
            }

            // Only a type is looked at. An agent reads the values, and no wrong value bars a release.
            Settings = root.Contains("settings") ? reader.AsObject(root["settings"]) : null;
            Images = reader.Images(root);
        }

        /// <summary>Whose release this is.</summary>
        public readonly string Product;

        /// <summary>The channel of the release, "stable" without the field.</summary>
        public readonly string Channel;

        /// <summary>One higher at every publishing of the channel, 1 to 10^15 - 1.</summary>
        public readonly long Revision;

        /// <summary>The version that people read, such as "1.4.0".</summary>
        public readonly string Version;

        /// <summary>The time of signing, seconds since 1970 UTC.</summary>
        public readonly long Issued;

        /// <summary>The end of its validity, seconds since 1970 UTC.</summary>
        public readonly long Expires;

        /// <summary>Raised by a publisher to have images tried again that devices had condemned, 0 to 65535.</summary>
        public readonly int Retry;

        /// <summary>The lowest version that devices may go back to, a number of <see cref="ReleaseVersion.Parse"/>; 0 for any.</summary>
        public readonly long NotBelow;

        /// <summary>Names of the hardware that the release is for; empty for any.</summary>
        public readonly string[] Hardware;

        /// <summary>ESP-IDF chip id (esp_chip_id_t); -1 for any.</summary>
        public readonly int Chip;

        /// <summary>The lowest firmware version for the release, as <see cref="ReleaseVersion"/>; 0 for any.</summary>
        public readonly long FirmwareMinimum;

        /// <summary>The lowest Bootstrap version for the release, as <see cref="ReleaseVersion"/>; 0 for any.</summary>
        public readonly long BootstrapMinimum;

        /// <summary>The oldest release that may be updated to this one directly, as <see cref="ReleaseVersion"/>; 0 for any.</summary>
        public readonly long FromMinimum;

        /// <summary>The images, one for each component.</summary>
        public readonly ManifestImage[] Images;

        /// <summary>Percentage of the fleet that gets the release, 0 to 100.</summary>
        public readonly int RolloutPercent;

        /// <summary>Salt of the choice of devices, so that each release begins with other devices.</summary>
        public readonly string RolloutSalt;

        /// <summary>Groups that get the release whatever the percentage; empty for none.</summary>
        public readonly string[] RolloutGroups;

        /// <summary>Not to be installed before, seconds since 1970 UTC; 0 for at once.</summary>
        public readonly long NotBefore;

        /// <summary>Start of the daily window in minutes of the UTC day, 0 to 1439; -1 for none.</summary>
        public readonly int WindowStart;

        /// <summary>End of the daily window, 0 to 1439; -1 for none. The end of a window over midnight is before its start.</summary>
        public readonly int WindowEnd;

        /// <summary>Whether the install window is to be ignored.</summary>
        public readonly bool IsCritical;

        /// <summary>Seconds that an application may defer the release, 0 to 2592000 (30 days, also without the field). The device may allow less.</summary>
        public readonly int LongestDeferral;

        /// <summary>Words for people, at most 1024 characters; null for none.</summary>
        public readonly string Notes;

        /// <summary>What the owner changes on devices that run the release; null for nothing. Nobody has looked at the values.</summary>
        internal readonly JsonFields Settings;

        /// <summary>The image of a component; null if the release has none.</summary>
        public ManifestImage Find(string component)
        {
            for (int i = 0; i < Images.Length; i++)
            {
                if (Images[i].Component == component)
                {
                    return Images[i];
                }
            }

            return null;
        }
    }
}
