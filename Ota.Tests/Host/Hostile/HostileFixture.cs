using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>A device in memory whose client talks to a <see cref="HostileServer"/> over real sockets.</summary>
    internal sealed class HostileFixture : IDisposable
    {
        /// <summary>A time at which the releases are valid.</summary>
        public const long Now = ClientFixture.Now;

        // Only a hang takes that long, even on a busy machine.
        private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

        private readonly PatientTransport _transport = new();
        private OtaPorts _ports = null!;

        public HostileFixture(byte[]? newImage = null, byte[]? oldImage = null, int attempts = 2, bool withDelta = false)
        {
            OldImage = oldImage ?? HostileRelease.OldImage;
            byte[] image = newImage ?? HostileRelease.NewImage();
            Release = withDelta ? HostileRelease.MakeWithDelta(Signer, image, OldImage) : HostileRelease.Make(Signer, image);
            Server = new HostileServer(Release);
            Slots.Flash(OldImage);
            Options = new OtaOptions
            {
                Keys = Signer.Keys,
                ManifestUrl = Server.Url(HostileRelease.Manifests),
                Product = "lamp",
                BaselineRevision = 1,
                DeviceId = "device-1",
                ChunkDeadline = 60000,
                Retry = new RetryPolicy(1, 1, attempts, 1),
            };
            Boot();
        }

        public TestSigner Signer { get; } = new();

        public HostileRelease Release { get; }

        public HostileServer Server { get; }

        public byte[] OldImage { get; }

        public MemorySlots Slots { get; } = new(65536);

        public MemoryMedium Medium { get; } = new();

        public PacedClock Clock { get; } = new();

        public OtaOptions Options { get; }

        public OtaClient Client { get; private set; } = null!;

        /// <summary>Whether requests of that file are given up after fractions of a second; null for none.</summary>
        public ReleaseFile? Hasty
        {
            set
            {
                _transport.HastyPath = value switch
                {
                    ReleaseFile.Manifest => HostileRelease.Manifests,
                    ReleaseFile.Table => HostileRelease.Tables,
                    ReleaseFile.Image => HostileRelease.Images,
                    ReleaseFile.Delta => HostileRelease.Deltas,
                    _ => null,
                };
                Clock.Pace = value == null ? 1 : 150;
            }
        }

        /// <summary>What a restart does to the app. The result of the new client's Start.</summary>
        public OtaResult Boot()
        {
            _ports = new OtaPorts
            {
                Transport = _transport,
                Slot = Slots,
                Boot = Slots,
                Restart = Slots,
                Clock = Clock,
                Store = new TwoCopyStateStore(Medium, DeviceRecord.Length),
            };
            Client = new OtaClient(Options, _ports);
            return Client.Start();
        }

        /// <summary>An agent on top of the client, begun.</summary>
        public OtaAgent BeginAgent()
        {
            AgentPorts own = new() { Settings = new MemoryMedium(), Outcomes = new MemoryMedium() };
            OtaAgent agent = new(Client, Options, _ports, own, new AgentOptions { StartSpread = 0 });
            Expect.Result(OtaResult.Ok, agent.BeginAlone());
            return agent;
        }

        /// <summary>Runs an operation that must come to an end.</summary>
        public static OtaResult Bounded(Func<OtaResult> operation)
        {
            Task<OtaResult> task = Task.Factory.StartNew(operation, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.IsTrue(task.Wait(_patience), "the operation did not end");
            return task.Result;
        }

        /// <summary>
        /// The old release runs and nothing would boot another; the state record knows the revision that was seen and how many attempts brought nothing; the other slot holds proven chunks of the
        /// image from its start on, and nothing else.
        /// </summary>
        public void AssertNothingLost(HostileRelease? release = null, int attempts = AttemptBounds.IdleAttempts)
        {
            Assert.AreEqual(0, Slots.Running);
            Assert.AreEqual(0, Slots.Restarts);
            Assert.AreEqual(SlotTrial.None, Slots.GetTrial(2), "the other slot was activated");
            Assert.IsTrue(Slots.Holds(0, OldImage), "the running image was changed");
            Assert.IsLessThanOrEqualTo(1 + attempts, Medium.Writes, "more was written than the revision that was seen, and one word for each attempt");
            AssertRecordKnowsTheRevisionAlone();
            byte[] image = (release ?? Release).Image;
            byte[] slot = new byte[Slots.Capacity];
            Slots.ReadStaged(0, slot, 0, slot.Length);
            for (int at = 0; at < slot.Length; at += ChunkDigest.BufferLength)
            {
                // Every sector was left as it was, or has a chunk of the image.
                Span<byte> sector = slot.AsSpan(at, ChunkDigest.BufferLength);
                int length = Math.Clamp(image.Length - at, 0, ChunkDigest.BufferLength);
                bool isChunk = length > 0 && sector[..length].SequenceEqual(image.AsSpan(at, length));
                Assert.IsTrue(sector[(isChunk ? length : 0)..].IndexOfAnyExcept((byte)0) < 0, $"the slot holds bytes at {at} that no signature covers");
            }
        }

        // Of an update that did not come to its end the record has the revision that was seen, and how many attempts brought nothing.
        private void AssertRecordKnowsTheRevisionAlone()
        {
            byte[] bytes = new byte[DeviceRecord.Length];
            int count = new TwoCopyStateStore(Medium, DeviceRecord.Length).Read(bytes);
            DeviceRecord record = new();
            Assert.AreEqual(OtaResult.Ok, count == 0 ? OtaResult.Ok : record.Decode(bytes, count));
            Assert.AreEqual(OtaState.Idle, record.State);
            Assert.IsFalse(record.Target.HasImages, "the record has a target");
            Assert.IsTrue(bytes.AsSpan(DeviceRecord.Length - FailedReleases.Length).IndexOfAnyExcept((byte)0) < 0, "the record has a failed release");
        }

        /// <summary>The fault is gone: the same client reaches the release.</summary>
        public void AssertUpdates()
        {
            Server.Fault = null;
            Hasty = null;
            Assert.AreEqual(OtaResult.Ok, Bounded(Client.Update));
            Assert.AreEqual(1, Slots.Running);
            Assert.IsTrue(Slots.Holds(1, Server.Release.Image));
            Assert.AreEqual(OtaResult.TrialContinues, Boot());
            Assert.AreEqual(OtaResult.Ok, Client.Confirm());
        }

        public void Dispose()
        {
            Server.Dispose();
            Signer.Dispose();
        }

        /// <summary>The real transport; for one file with timeouts that a test can wait for.</summary>
        private sealed class PatientTransport : ITransport
        {
            private readonly HttpTransport _patient = new(new HttpTransportOptions());
            private readonly HttpTransport _hasty = new(new HttpTransportOptions { AnswerTimeoutMilliseconds = 400, ReadTimeoutMilliseconds = 400 });

            public string? HastyPath { get; set; }

            public string Resolve(string? baseUrl, string reference) => _patient.Resolve(baseUrl, reference);

            public OtaOutcome Get(TransportRequest request, out ITransportResponse response) =>
                (HastyPath != null && request.Url.EndsWith(HastyPath, StringComparison.Ordinal) ? _hasty : _patient).Get(request, out response);
        }
    }

    /// <summary>The machine's ticks, which a test can make run faster, and a wall clock that stands.</summary>
    internal sealed class PacedClock : IClock
    {
        private readonly Lock _gate = new();
        private long _since = Environment.TickCount64;
        private long _ticks;
        private int _pace = 1;

        public long UtcSeconds { get; set; } = HostileFixture.Now;

        /// <summary>Ticks in a real millisecond.</summary>
        public int Pace
        {
            set
            {
                lock (_gate)
                {
                    _ticks = TickMilliseconds;
                    _since = Environment.TickCount64;
                    _pace = value;
                }
            }
        }

        /// <summary>Lets time pass at once.</summary>
        public void Advance(long milliseconds)
        {
            lock (_gate)
            {
                _ticks += milliseconds;
            }

            UtcSeconds += UtcSeconds == 0 ? 0 : milliseconds / 1000;
        }

        public long TickMilliseconds
        {
            get
            {
                lock (_gate)
                {
                    return _ticks + ((Environment.TickCount64 - _since) * _pace);
                }
            }
        }

        public void Sleep(int milliseconds) => Thread.Sleep(milliseconds);
    }
}
