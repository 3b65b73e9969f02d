using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// What becomes of a release after it was published. Each step is a publishing of its own, under the next revision, from files that are published
    /// already.
    /// </summary>
    public static class ChannelLife
    {
        /// <summary>A request that takes the release of another channel of the same folder over.</summary>
        public static PublishRequest Promote(PublishRequest request, string from, SigningKey key)
        {
            if (from == request.Channel)
            {
                throw new ToolException(ExitCode.Usage, $"A release cannot be promoted from '{from}' to itself. Give another channel with --from or --channel.");
            }

            (string folder, ManifestContent source) = Open(request, from, key);
            return request with
            {
                Action = ChannelAction.Promote,
                Product = source.Product,
                Version = source.Version,
                Parts = ReleasePart.OfPublished(source, folder),

                // What the release needs goes with it; for whom it is stays the channel's matter.
                Requires = request.Requires with
                {
                    Hardware = request.Requires.Hardware.Count != 0 ? request.Requires.Hardware : source.Requires.Hardware,
                    Chip = request.Requires.Chip ?? source.Requires.Chip,
                    Firmware = request.Requires.Firmware ?? source.Requires.Firmware,
                    Bootstrap = request.Requires.Bootstrap ?? source.Requires.Bootstrap,
                    FromVersion = request.Requires.FromVersion ?? source.Requires.FromVersion,
                },
                Notes = request.Notes ?? source.Notes,
            };
        }

        /// <summary>A request that brings the release before back.</summary>
        public static PublishRequest Withdraw(PublishRequest request, SigningKey key)
        {
            (string folder, ManifestContent published) = Open(request, request.Channel, key);
            request = request with { Product = published.Product, Action = ChannelAction.Withdraw };
            ChannelRecord record = Record(request, key);
            ManifestContent last = record.LastContent();
            ChannelEntry before = Before(record) ?? throw new ToolException(ExitCode.Usage, $"The record knows no release before {last.Version} in channel '{request.Channel}'. 'nanoota publish' brings any other one.");
            ManifestContent back = new ChannelHistory(folder, [key.PublicKey, .. request.Trusted]).Manifests()
                .Select(each => each.Content)
                .FirstOrDefault(content => content.Version == before.Version && before.HasImagesOf(content))
                ?? throw new ToolException(ExitCode.InputOutput, $"The manifest of {before.Version} is not in {Path.Combine(folder, ChannelHistory.FolderName)}. Bring the file {before.Revision}.jws back from a backup.");

            // Everyone may have run the release before. Else those who got the bad one come first: they have to leave it.
            RolloutContent? reached = record.IsPaused ? record.Paused : last.Rollout;
            return request with
            {
                Version = back.Version,
                Parts = ReleasePart.OfPublished(back, folder),
                Targeting = new Targeting(back.Requires, back.Rollout == null ? null : reached, last.Install, back.NotBelow, last.Settings, back.Notes),
                DeltaFrom = DeltaSources.History(),
            };
        }

        /// <summary>A request that gives the release to no further device. Devices that have it stay as they are.</summary>
        public static PublishRequest Pause(PublishRequest request, SigningKey key)
        {
            (PublishRequest same, ManifestContent last, ChannelRecord record) = Same(request, key);
            return record.IsPaused
                ? throw new ToolException(ExitCode.Usage, $"Channel '{request.Channel}' is paused already. 'nanoota resume' goes on.")
                : same with { Action = ChannelAction.Pause, Targeting = same.Targeting! with { Rollout = new RolloutContent(0, last.Rollout?.Salt, []) } };
        }

        /// <summary>A request that goes on after a pause, with the share that the release had.</summary>
        public static PublishRequest Resume(PublishRequest request, SigningKey key)
        {
            (PublishRequest same, _, ChannelRecord record) = Same(request, key);
            return record.IsPaused
                ? same with { Action = ChannelAction.Resume, Targeting = same.Targeting! with { Rollout = record.Paused } }
                : throw new ToolException(ExitCode.Usage, $"Channel '{request.Channel}' is not paused. 'nanoota publish --rollout' changes the share.");
        }

        /// <summary>
        /// The release before: publishings add one, a withdrawal takes the newest away, the rest changes nothing. So two withdrawals go back twice, and
        /// never forward to what was withdrawn.
        /// </summary>
        internal static ChannelEntry? Before(ChannelRecord record)
        {
            List<ChannelEntry> stack = [];
            foreach (ChannelEntry entry in record.Published.Reverse())
            {
                bool isTop = stack.Count != 0 && stack[^1].Version == entry.Version && stack[^1].Images.SequenceEqual(entry.Images);
                if (isTop)
                {
                    continue;
                }

                if (entry.Action == ChannelAction.Withdraw)
                {
                    int back = stack.FindLastIndex(each => each.Version == entry.Version && each.Images.SequenceEqual(entry.Images));
                    if (back >= 0)
                    {
                        stack.RemoveRange(back + 1, stack.Count - back - 1);
                        continue;
                    }
                }

                stack.Add(entry);
            }

            return stack.Count < 2 ? null : stack[^2];
        }

        private static (PublishRequest Request, ManifestContent Last, ChannelRecord Record) Same(PublishRequest request, SigningKey key)
        {
            (string folder, ManifestContent published) = Open(request, request.Channel, key);
            request = request with { Product = published.Product };
            ChannelRecord record = Record(request, key);
            ManifestContent last = record.LastContent();
            return (
                request with
                {
                    Version = last.Version,
                    Parts = ReleasePart.OfPublished(last, folder),
                    Targeting = new Targeting(last.Requires, last.Rollout, last.Install, last.NotBelow, last.Settings, last.Notes),
                    DeltaFrom = last.Images.Any(image => image.Delta != null) ? DeltaSources.History() : null,
                },
                last,
                record);
        }

        private static (string Folder, ManifestContent Content) Open(PublishRequest request, string channel, SigningKey key)
        {
            ReleaseRules.CheckName("channel", channel);
            string folder = Path.Combine(request.Out, channel);
            PublishedState published = PublishedState.OfFolder(folder);
            ManifestContent? content = published.Open([key.PublicKey, .. request.Trusted], out OtaResult result);
            return content != null
                ? (folder, content)
                : throw (published.Envelope == null
                    ? new ToolException(ExitCode.InputOutput, $"{published.Source} is not there. Check --out and the channel.")
                    : new ToolException(ExitCode.CheckFailed, $"{published.Source} was not signed by your keys ({ResultText.WithCode(result)}). Name a former key with --trust, or publish anew."));
        }

        private static ChannelRecord Record(PublishRequest request, SigningKey key)
        {
            string path = request.RecordPath ?? throw new ArgumentException("A record is needed.", nameof(request));
            return File.Exists(path)
                ? ChannelRecord.Load(path, [key.PublicKey, .. request.Trusted])
                : throw new ToolException(ExitCode.InputOutput, $"{path} is not there, and without the channel's record nobody knows what went before. Bring the file here, or name its folder with --record.");
        }
    }
}
