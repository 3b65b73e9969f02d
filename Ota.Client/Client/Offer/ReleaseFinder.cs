namespace NanoOta
{
    /// <summary>Fetches the manifest, verifies its signature, and has the release judged by what the device knows of itself.</summary>
    internal sealed class ReleaseFinder
    {
        private readonly UpdateRun _run;
        private readonly Journal _journal;
        private readonly OfferMemory _memory;
        private readonly string _url;
        private readonly bool _isFirstAddress;

        /// <summary>A finder for one check, which takes its turn among the addresses.</summary>
        /// <param name="run">The run.</param>
        /// <param name="journal">The journal.</param>
        /// <param name="memory">What the checks before have learned.</param>
        /// <param name="now">
        /// The time; 0 while the clock is unset. A trial asks with 0, so that every second question goes to a reserve. The next update would ask the
        /// reserves, too. A good release must not fail for an address that somebody has set.
        /// </param>
        public ReleaseFinder(UpdateRun run, Journal journal, OfferMemory memory, long now)
        {
            _run = run;
            _journal = journal;
            _memory = memory;
            string[] reserve = run.Options.ReserveUrls;
            int urls = reserve == null ? 1 : 1 + reserve.Length;
            int url = ServingRules.UrlOf(urls, journal.Record.FirstServed, now, journal.Unserved, memory.Turn++);
            _isFirstAddress = url == 0;
            _url = _isFirstAddress ? run.Options.ManifestUrl : reserve[url - 1];
        }

        /// <summary>Looks for a release. There is one with <see cref="OtaResult.Ok"/> and <see cref="OtaResult.ClockUnset"/> alone.</summary>
        public OtaOutcome Find(out Release release)
        {
            release = null;
            SmallFile file;
            SignedManifest signed;
            long tick = _run.Ports.Clock.TickMilliseconds;
            OtaOutcome outcome = FetchAndProve(tick, out file, out signed);
            if (outcome.Code == OtaResult.Ok)
            {
                outcome = signed == null ? OtaOutcome.Of(_memory.Verdict(_journal.Now)) : Judge(signed, file, tick, out release);
            }

            if (AskRules.IsAnswer(outcome.Code))
            {
                _journal.NoteAnswer(_isFirstAddress);
            }
            else if (_isFirstAddress)
            {
                // At once, where a reserve is due: a start that dies soon makes no second check.
                ReleaseFinder next = new ReleaseFinder(_run, _journal, _memory, _journal.Now);
                if (!next._isFirstAddress)
                {
                    return next.Find(out release);
                }
            }

            _journal.Keep();
            return outcome.Code == OtaResult.Ok && _journal.Now == 0 ? OtaOutcome.Of(OtaResult.ClockUnset) : outcome;
        }

        /// <summary>
        /// Asks the questions of the next update, down to the first chunk, and keeps nothing. See <see cref="ReleasePolicy.JudgeServer"/>.
        /// </summary>
        public OtaOutcome Probe()
        {
            SmallFile file;
            SignedManifest signed;
            OtaOutcome outcome = FetchAndProve(long.MaxValue, out file, out signed);
            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            DeviceFacts facts = Facts(signed.Manifest);
            outcome = ReleasePolicy.JudgeServer(signed, _run.Options, facts);
            if (outcome.Code == OtaResult.ManifestExpired && SetClock(true))
            {
                facts.UtcSeconds = _journal.Now;
                outcome = ReleasePolicy.JudgeServer(signed, _run.Options, facts);
            }

            RemoteImage image = null;
            if (outcome.Code == OtaResult.Ok)
            {
                outcome = RemoteImage.Locate(_run.Ports.Transport, _url, signed.Manifest.Find(_run.Options.Component), out image);
            }

            return outcome.Code == OtaResult.Ok ? ProbeImage(image) : outcome;
        }

        private OtaOutcome ProbeImage(RemoteImage image)
        {
            ImageReader reader = new ImageReader(_run, image);
            try
            {
                OtaOutcome outcome = reader.Open();
                if (outcome.Code != OtaResult.Ok)
                {
                    return outcome;
                }

                int read = reader.Read(0, new byte[1], 0, 1);
                return OtaOutcome.Of(read < 0 ? (OtaResult)(-read) : OtaResult.Ok);
            }
            finally
            {
                reader.Close();
            }
        }

        private OtaOutcome Judge(SignedManifest signed, SmallFile file, long tick, out Release release)
        {
            release = null;
            DeviceFacts facts = Facts(signed.Manifest);
            OtaOutcome outcome = ReleasePolicy.Judge(signed, _run.Options, facts);
            if (outcome.Code == OtaResult.ManifestExpired && SetClock(true))
            {
                // A wrong clock must not condemn a manifest. So the clock is set again first.
                facts.UtcSeconds = _journal.Now;
                outcome = ReleasePolicy.Judge(signed, _run.Options, facts);
            }

            if (ReleasePolicy.JudgeOrigin(signed, _run.Options, facts) == OtaResult.Ok)
            {
                _journal.KeepSeen(signed.Manifest.Revision, signed.Digest);
            }

            if (outcome.Code == OtaResult.ReleasePaused)
            {
                _journal.WaitFor(signed.Manifest.Find(_run.Options.Component).TableDigest);
                facts.UtcSeconds = _journal.Now;
                outcome = ReleasePolicy.Judge(signed, _run.Options, facts);
            }

            if (outcome.Code == OtaResult.UpToDate)
            {
                // Of what runs and is confirmed alone. A bad release must not take the way from the good one, so its settings wait.
                _run.Settings = signed.Manifest.Settings;
            }

            if (outcome.Code == OtaResult.UpToDate || outcome.Code == OtaResult.ReleaseFailedBefore)
            {
                // Only these stay true until the manifest changes.
                _memory.Keep(_url, file, outcome.Code, signed.Manifest.Expires, tick);
            }

            return outcome.Code == OtaResult.Ok ? Locate(signed, file, out release) : outcome;
        }

        // Sets a clock that is unset, or one that seems to be set. False if nobody sets clocks, or the clock is of the other kind.
        private bool SetClock(bool isSet)
        {
            return _run.Ports.ClockSetter != null && (_journal.Now != 0) == isSet
                && _run.Ports.ClockSetter.SetClock() == OtaResult.Ok;
        }

        // Without an error there is no manifest if the server's is still the one whose verdict is kept. At long.MaxValue no verdict counts.
        private OtaOutcome FetchAndProve(long tick, out SmallFile file, out SignedManifest signed)
        {
            signed = null;

            // A certificate is judged by the clock. So a clock is set before the first request, and again before the clock refuses a server.
            SetClock(false);
            string knownTag = _memory.TagFor(_url, tick);
            OtaOutcome outcome = SmallFile.Fetch(_run, _url, knownTag, out file);
            if ((outcome.Code == OtaResult.TlsFailed || outcome.Code == OtaResult.CertificateExpired) && SetClock(true))
            {
                outcome = SmallFile.Fetch(_run, _url, knownTag, out file);
            }

            if (outcome.Code == OtaResult.TlsFailed && _journal.Now == 0)
            {
                outcome = OtaOutcome.About(OtaResult.TlsClockUnset, _url);
            }

            return outcome.Code != OtaResult.Ok || file.Bytes == null || _memory.Knows(_url, file.Bytes, tick)
                ? outcome
                : OtaOutcome.Of(SignedManifest.Open(file.Bytes, file.Bytes.Length, _run.Options.Keys, out signed));
        }

        private DeviceFacts Facts(Manifest manifest)
        {
            DeviceFacts facts = new DeviceFacts();
            facts.Channel = _journal.Channel;
            facts.Seen = _journal.Record.Seen;
            facts.Installed = _journal.Running;
            facts.Failed = _journal.Record.Failed;
            facts.UtcSeconds = _journal.Now;
            facts.UptimeSeconds = _journal.Uptime;
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
            OtaOutcome outcome = RemoteImage.Locate(_run.Ports.Transport, _url, signed.Manifest.Find(_run.Options.Component), out image);
            if (outcome.Code == OtaResult.Ok)
            {
                // Nobody but a keeper needs the envelope after its proof.
                release = new Release(signed, _run.Ports.Keeper == null ? null : file.Bytes, image);
            }

            return outcome;
        }
    }
}
