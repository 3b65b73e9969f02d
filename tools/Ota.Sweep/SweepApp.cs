using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>
    /// The app that every release of a scenario is: the real client and health monitor on the board's natives, used as a sample
    /// would use them, and whatever is wrong with the release.
    /// </summary>
    internal sealed class SweepApp
    {
        // A device would check for ever; a story has to end, and more rounds than this would change nothing.
        private const int Rounds = 30;
        private const int RoundMilliseconds = 60000;
        private const int PauseMilliseconds = 3600000;

        // A release that ends without a word is paused ever longer and never condemned: after so many trials the story is told.
        private const int TellingTrials = 3;
        private const int HealthWindow = 20000;

        private readonly Scenario _scenario;
        private readonly SweepServer _server;
        private readonly StoryOptions _options;
        private readonly StoryRecord _record;

        internal SweepApp(Scenario scenario, SweepServer server, StoryOptions options, StoryRecord record)
        {
            _scenario = scenario;
            _server = server;
            _options = options;
            _record = record;
        }

        internal void Run(BootedApp app, IBoard natives)
        {
            IBoard board = _options.WrapBoard?.Invoke(natives) ?? natives;
            Sickness sickness = _scenario.SicknessOf(app.Version);
            if (sickness == Sickness.CrashesAtOnce)
            {
                throw new InvalidOperationException("The release crashes at once.");
            }

            while (sickness == Sickness.HangsAtOnce)
            {
                natives.Sleep(RoundMilliseconds);
            }

            IClock clock = new BoardClock(board);
            OtaClient? client = Start(app, board);
            if (client == null)
            {
                return;
            }

            if (sickness == Sickness.CrashesAfterStart)
            {
                throw new InvalidOperationException("The release crashes after its start.");
            }

            Prove(client, clock, sickness);
            if (client.IsOnTrial)
            {
                // Not confirmed and not rolled back: a restart lets the boot side decide.
                natives.Restart();
            }

            Update(client, clock, app.Version);
        }

        private OtaClient? Start(BootedApp app, IBoard board)
        {
            EspOtaSlot slot = new(new EspOta(board));
            OtaOptions options = new()
            {
                ManifestUrl = ReleaseSet.ManifestUrl,
                Keys = ReleaseSet.Keys,
                Product = ReleaseSet.Product,
                Version = app.Version,
                BaselineRevision = 1,
                Chip = 0,
                DeviceId = "sweep",
                Retry = new RetryPolicy(1000, 5000, 2, 1),
            };
            OtaClient client = new(options, new OtaPorts
            {
                Transport = _options.WrapTransport?.Invoke(_server) ?? _server,
                Slot = slot,
                Boot = slot,
                Store = new TwoCopyStateStore(new FlashRecordMedium(board), DeviceRecord.Length),
                Clock = new BoardClock(board),
                Restart = new BoardRestart(board),
            });
            client.StateChanged += _ => _record.Note(client);
            OtaResult started = client.Start();
            for (int i = 0; started == OtaResult.OutOfMemory && i < Rounds; i++)
            {
                started = client.Start();
            }

            _record.Results.Add(started);
            if (started == OtaResult.OutOfMemory)
            {
                return null;
            }

            _record.Note(client);
            return client;
        }

        private void Prove(OtaClient client, IClock clock, Sickness sickness)
        {
            HealthMonitor monitor = new(client, clock) { Window = HealthWindow };
            monitor.Add("self", () => sickness switch
            {
                Sickness.FailsHealthCheck => HealthStatus.Failed,
                Sickness.NeverHealthy => HealthStatus.NotYet,
                _ => HealthStatus.Healthy,
            });
            OtaResult result = monitor.Run();
            if (result != OtaResult.Ok)
            {
                _record.Results.Add(result);
            }

            _record.Note(client);
        }

        private void Update(OtaClient client, IClock clock, string version)
        {
            for (int i = 0; i < Rounds; i++)
            {
                OtaResult result = client.Update();
                _record.Results.Add(result);
                _record.Note(client);
                bool settled = result is OtaResult.UpToDate or OtaResult.ReleaseFailedBefore || (result == OtaResult.ReleasePaused && IsTold());
                bool more = result == OtaResult.UpToDate && _server.Offered.Version == version && _server.PublishNext();
                if (settled && !more)
                {
                    _record.IsSettled = true;
                    return;
                }

                clock.Sleep(result == OtaResult.ReleasePaused ? PauseMilliseconds : RoundMilliseconds);
            }
        }

        private bool IsTold() =>
            _scenario.SicknessOf(_server.Offered.Version) != Sickness.None && _record.Results.Count(result => result == OtaResult.TrialFailed) >= TellingTrials;
    }
}
