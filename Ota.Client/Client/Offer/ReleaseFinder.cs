namespace NanoOta
{
    /// <summary>Fetches the manifest, proves it, and judges it by what the device knows of itself.</summary>
    internal sealed class ReleaseFinder
    {
        private readonly UpdateRun _run;
        private readonly Journal _journal;
        private readonly SmallFile _file;
        private Manifest _manifest;
        private byte[] _digest;
        private byte[] _envelope;

        public ReleaseFinder(UpdateRun run, Journal journal)
        {
            _run = run;
            _journal = journal;
            _file = new SmallFile(run);
        }

        /// <summary>The release, when <see cref="Find"/> said Ok or ClockUnset.</summary>
        public Release Release;

        /// <summary>The assembly that the release was refused for, or null.</summary>
        public string RefusedAssembly;

        public OtaResult Find()
        {
            DeviceRecord record = _journal.Record;
            OtaResult result = FetchAndProve(record.ETag);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            long now = _run.Ports.Clock.UtcSeconds;
            if (_file.IsUnchanged)
            {
                // The file has not changed, but time has passed.
                return now != 0 && now >= record.VerdictExpires ? OtaResult.ManifestExpired : record.Verdict;
            }

            result = Judge(now);
            if (result == OtaResult.UpToDate || result == OtaResult.ReleaseFailedBefore)
            {
                // Only these stay true until the manifest changes; the next check need not even fetch it.
                _journal.RememberVerdict(result, _file.ETag, _manifest.Expires);
            }

            return result == OtaResult.Ok && now == 0 ? OtaResult.ClockUnset : result;
        }

        public OtaResult Probe()
        {
            return FetchAndProve(null);
        }

        private OtaResult FetchAndProve(string knownETag)
        {
            OtaResult result = _file.Fetch(_run.Options.ManifestUrl, knownETag, Jws.MaxLength, OtaResult.JwsTooLarge);
            if (result != OtaResult.Ok || _file.IsUnchanged)
            {
                return result;
            }

            if (_run.Ports.Keeper != null)
            {
                // Verifying decodes the envelope in place, and the boot side is going to want it as it came.
                _envelope = new byte[_file.Length];
                System.Array.Copy(_file.Bytes, 0, _envelope, 0, _envelope.Length);
            }

            int payload;
            result = Jws.Verify(_file.Bytes, _file.Length, _run.Options.Keys, out payload);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            _digest = Digests.Hash(_file.Bytes, 0, payload);
            return ManifestReader.Read(_file.Bytes, 0, payload, out _manifest);
        }

        private OtaResult Judge(long now)
        {
            DeviceFacts facts = new DeviceFacts();
            facts.HighestSequence = _journal.Record.HighestSequence;
            facts.InstalledSequence = _journal.Record.InstalledSequence;
            facts.UtcSeconds = now;
            facts.SlotCapacity = _run.Ports.Slot.Capacity;
            facts.BringsFirmware = _run.Ports.FirmwareSlot != null && _run.Ports.Keeper != null;
            OtaResult result = ReleasePolicy.Judge(_manifest, _run.Options, facts, out string assembly);
            RefusedAssembly = assembly;
            if (result != OtaResult.Ok)
            {
                return result;
            }

            if (_journal.HasFailed(_digest))
            {
                return OtaResult.ReleaseFailedBefore;
            }

            Release = Locate(_manifest.Find(_run.Options.Component));
            if (Release != null)
            {
                Release.Envelope = _envelope;
            }

            ManifestImage firmware = ReleasePolicy.FirmwareOf(_manifest, _run.Options);
            if (Release == null || !facts.BringsFirmware || firmware == null)
            {
                return Release == null ? OtaResult.UrlInvalid : OtaResult.Ok;
            }

            Release.Firmware = Locate(firmware);
            return Release.Firmware == null ? OtaResult.UrlInvalid : firmware.Size > _run.Ports.FirmwareSlot.Capacity ? OtaResult.ImageTooLarge : OtaResult.Ok;
        }

        private Release Locate(ManifestImage image)
        {
            string imageUrl = ReleaseUrl.Resolve(_run.Options.ManifestUrl, image.Url);
            string tableUrl = ReleaseUrl.Resolve(_run.Options.ManifestUrl, image.TableUrl);
            return imageUrl == null || tableUrl == null ? null : new Release(_manifest, image, imageUrl, tableUrl, _digest);
        }
    }
}
