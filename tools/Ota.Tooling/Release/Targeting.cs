namespace NanoOta.Tooling.Release
{
    /// <summary>A part of a release's targeting that can be dropped by name.</summary>
    public enum TargetPart
    {
        /// <summary>The share and its salt.</summary>
        Rollout,

        /// <summary>The groups.</summary>
        Group,

        /// <summary>The hardware names.</summary>
        Hardware,

        /// <summary>The chip, where no image names one.</summary>
        Chip,

        /// <summary>The least firmware version.</summary>
        MinFirmware,

        /// <summary>The least version of the Bootstrap.</summary>
        MinBootstrap,

        /// <summary>The oldest release that may be updated directly.</summary>
        FromVersion,

        /// <summary>The first time of installation.</summary>
        NotBefore,

        /// <summary>The daily window.</summary>
        Window,

        /// <summary>That the window does not count.</summary>
        Critical,

        /// <summary>How long an application may put the release off.</summary>
        LongestDeferral,

        /// <summary>The lowest version to go back to.</summary>
        NotBelow,

        /// <summary>What the release changes on devices.</summary>
        Settings,
    }

    /// <summary>The share that is asked for; what is null or empty stays as it was.</summary>
    public sealed record RolloutWish(int? Percent, string? Salt, IReadOnlyList<string> Groups);

    /// <summary>
    /// For whom a release is: what is asked for, and for the rest what the last release had. Nothing falls away unless it is dropped by name, so
    /// that a renewed signature never turns 5 % into everyone.
    /// </summary>
    internal sealed record Targeting(RequiresContent Requires, RolloutContent? Rollout, InstallContent Install, string? NotBelow, SettingsContent? Settings, string? Notes)
    {
        /// <summary>The targeting of a request over that of the last release, if there is one.</summary>
        public static Targeting Of(PublishRequest request, ManifestContent? last)
        {
            RequiresContent before = last?.Requires ?? new RequiresContent();
            InstallContent install = last?.Install ?? new InstallContent();
            bool Keeps(TargetPart part) => !request.Dropped.Contains(part);
            return new Targeting(
                new RequiresContent
                {
                    Hardware = request.Requires.Hardware.Count != 0 || !Keeps(TargetPart.Hardware) ? request.Requires.Hardware : before.Hardware,
                    Chip = request.Requires.Chip ?? (Keeps(TargetPart.Chip) ? before.Chip : null),
                    Firmware = request.Requires.Firmware ?? (Keeps(TargetPart.MinFirmware) ? before.Firmware : null),
                    Bootstrap = request.Requires.Bootstrap ?? (Keeps(TargetPart.MinBootstrap) ? before.Bootstrap : null),
                    FromVersion = request.Requires.FromVersion ?? (Keeps(TargetPart.FromVersion) ? before.FromVersion : null),
                },
                RolloutOf(request, last),
                new InstallContent(
                    request.Install.NotBefore ?? (Keeps(TargetPart.NotBefore) ? install.NotBefore : null),
                    request.Install.Window ?? (Keeps(TargetPart.Window) ? install.Window : null),
                    request.Install.Critical || (Keeps(TargetPart.Critical) && install.Critical),
                    request.Install.LongestDeferral ?? (Keeps(TargetPart.LongestDeferral) ? install.LongestDeferral : null)),
                request.NotBelow ?? (Keeps(TargetPart.NotBelow) ? NotBelowOf(request.Version, last) : null),

                request.Settings ?? (Keeps(TargetPart.Settings) ? last?.Settings : null),

                // Words are about one version.
                request.Notes ?? (last?.Version == request.Version ? last.Notes : null));
        }

        // A version that goes below the limit of the last release is judged as an older version; the limit itself follows the release.
        private static string? NotBelowOf(string version, ManifestContent? last) =>
            last?.NotBelow is { } limit && ReleaseVersion.Parse(limit) <= ReleaseVersion.Parse(version) ? limit : null;

        private static RolloutContent? RolloutOf(PublishRequest request, ManifestContent? last)
        {
            RolloutContent? before = last?.Rollout;
            RolloutWish wish = request.Rollout ?? new RolloutWish(null, null, []);
            IReadOnlyList<string> groups = wish.Groups.Count != 0 || request.Dropped.Contains(TargetPart.Group) ? wish.Groups : before?.Groups ?? [];

            // Groups alone mean: those, and nobody else.
            int everyone = wish.Groups.Count != 0 && before == null ? 0 : 100;
            int percent = wish.Percent ?? (request.Dropped.Contains(TargetPart.Rollout) ? 100 : before?.Percent ?? everyone);
            return percent == 100 && groups.Count == 0 ? null : new RolloutContent(percent, wish.Salt ?? SaltOf(request.Version, last), groups);
        }

        // The devices that come first change with the version, unless the operator chose a salt.
        private static string SaltOf(string version, ManifestContent? last) =>
            last?.Rollout?.Salt is { } salt && salt != last.Version ? salt : version;
    }
}
