namespace NanoOta
{
    /// <summary>Fetches the manifest, proves it, and has it judged by what the device knows of itself.</summary>
    internal sealed class ReleaseFinder
    {
        private readonly UpdateRun _run;
        private readonly Journal _journal;

        public ReleaseFinder(UpdateRun run, Journal journal)
        {
            _run = run;
            _journal = journal;
        }

        /// <summary>Looks for a release. There is one with <see cref="OtaResult.Ok"/> and <see cref="OtaResult.ClockUnset"/> alone.</summary>
        public OtaOutcome Find(out Release release)
        {
            release = null;
            DeviceRecord record = _journal.Record;
            SmallFile file;
            SignedManifest signed;
            OtaOutcome outcome = FetchAndProve(record.ETag, out file, out signed);
            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            long now = _run.Ports.Clock.UtcSeconds;
            if (signed == null)
            {
                // The file has not changed, but time has passed.
                return OtaOutcome.Of(ReleasePolicy.IsExpired(record.VerdictExpires, now) ? OtaResult.ManifestExpired : record.Verdict);
            }

            DeviceFacts facts = Facts(signed.Manifest, now);
            outcome = ReleasePolicy.Judge(signed, _run.Options, facts);
            if (outcome.Code == OtaResult.Ok)
            {
                outcome = Locate(signed, file, out release);
            }
            else if (outcome.Code == OtaResult.UpToDate || outcome.Code == OtaResult.ReleaseFailedBefore)
            {
                // Only these stay true until the manifest changes; the next check need not even fetch it.
                _journal.RememberVerdict(outcome.Code, file.ETag, signed.Manifest.Expires);
            }

            return outcome.Code == OtaResult.Ok && now == 0 ? OtaOutcome.Of(OtaResult.ClockUnset) : outcome;
        }

        /// <summary>Whether a manifest with a signature that holds can be had.</summary>
        public OtaOutcome Probe()
        {
            return FetchAndProve(null, out _, out _);
        }

        // Without an error there is no manifest if the server's is still the one of the tag.
        private OtaOutcome FetchAndProve(string knownETag, out SmallFile file, out SignedManifest signed)
        {
            signed = null;
            OtaOutcome outcome = SmallFile.Fetch(_run, _run.Options.ManifestUrl, knownETag, Jws.MaxLength, OtaResult.JwsTooLarge, out file);
            return outcome.Code != OtaResult.Ok || file.Bytes == null
                ? outcome
                : OtaOutcome.Of(SignedManifest.Open(file.Bytes, file.Bytes.Length, _run.Options.Keys, out signed));
        }

        private DeviceFacts Facts(Manifest manifest, long now)
        {
            DeviceFacts facts = new DeviceFacts();
            facts.HighestSequence = _journal.Record.HighestSequence;
            facts.InstalledSequence = _journal.Record.InstalledSequence;
            facts.FailedDigest = _journal.Record.FailedDigest;
            facts.UtcSeconds = now;
            facts.SlotCapacity = _run.Ports.Sink.Capacity;
            ManifestImage image = manifest.Find(_run.Options.Component);
            IResidents residents = _run.Options.Residents;
            if (image != null && residents != null)
            {
                facts.Residents = new ResidentAssembly[image.Residents.Length];
                for (int i = 0; i < image.Residents.Length; i++)
                {
                    string name = image.Residents[i].Name;
                    facts.Residents[i] = new ResidentAssembly(name, residents.VersionOf(name));
                }
            }

            return facts;
        }

        private OtaOutcome Locate(SignedManifest signed, SmallFile file, out Release release)
        {
            release = null;
            RemoteImage image;
            OtaOutcome outcome = RemoteImage.Locate(_run.Ports.Transport, _run.Options.ManifestUrl, signed.Manifest.Find(_run.Options.Component), out image);
            if (outcome.Code == OtaResult.Ok)
            {
                // Nobody but a keeper needs the envelope after its proof.
                release = new Release(signed, _run.Ports.Keeper == null ? null : file.Bytes, image);
            }

            return outcome;
        }
    }
}
