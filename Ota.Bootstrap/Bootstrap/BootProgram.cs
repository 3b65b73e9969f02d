using System;

namespace NanoOta
{
    /// <summary>
    /// The resident program of a device with stock firmware. The program starts the application of the boot record. An application that does not
    /// prove itself is rolled back. Without an application the program fetches one, so a new device is provisioned the same way.
    /// </summary>
    public sealed class BootProgram
    {
        /// <summary>The version that a manifest's requires.bootstrap is compared with.</summary>
        public const string Version = "0.1.0";

        // A confirmed application that fails at once must not ask the server without a pause.
        private const int FailurePause = 30000;

        private readonly BootOptions _options;
        private readonly BootPorts _ports;
        private readonly AppSlots _slots;
        private OtaClient _client;
        private OtaAgent _agent;
        private StockStarts _starts;

        /// <summary>A program. <see cref="Run"/> starts the program.</summary>
        public BootProgram(BootOptions options, BootPorts ports)
        {
            _options = options;
            _ports = ports;
            _slots = new AppSlots(ports.Storage, ports.Loader, ports.Restart, options.TrialBoots);
        }

        /// <summary>
        /// Runs the application. The method returns after the application's Main has returned and the trial is over. The application's threads go on.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>. For wrong options <see cref="OtaResult.ArgumentInvalid"/>, <see cref="OtaResult.UrlInvalid"/> or
        /// <see cref="OtaResult.KeyInvalid"/>. Where a restart returns (on a host), the reason for the last restart.
        /// </returns>
        public OtaResult Run()
        {
            bool inRange = _options.TrialBoots >= 1 && _options.TrialBoots <= 100 && _options.HealthWindow >= 1000;
            if (!inRange || _options.Ota == null || _options.Ota.Keys == null)
            {
                return OtaResult.ArgumentInvalid;
            }

            VerifiedApp app = null;
            int slot = _slots.Choose(0);
            while (slot != 0 && Verify(slot, out app) != OtaResult.Ok)
            {
                slot = _slots.Choose(slot);
            }

            _starts = new StockStarts(_ports.Storage, _slots, _ports.Reason);
            if (app != null && _starts.Begin() == StartPlan.GoBack)
            {
                slot = GoBack(slot, ref app);
            }

            OtaResult result = StartClient(app == null ? null : app.Manifest);
            if (result == OtaResult.ArgumentInvalid || result == OtaResult.UrlInvalid || result == OtaResult.KeyInvalid)
            {
                return result;
            }

            Recovery recovery = new Recovery(_client, _ports.Network, _ports.Clock, _starts, (uint)_ports.Clock.TickMilliseconds ^ OptionsCheck.Seed(_options.Ota.DeviceId));
            recovery.Waits = _ports.Waits;
            if (app == null)
            {
                if (_ports.Waits != null)
                {
                    _ports.Waits(WaitReason.Application, OtaResult.Ok);
                }

                return recovery.Run();
            }

            if (!_client.IsOnTrial)
            {
                _slots.Reserve();
            }

            StartPlan plan = _starts.Plan;
            bool asks = (plan == StartPlan.Ask || plan == StartPlan.AskLong) && !_client.IsOnTrial;
            return asks && recovery.Ask(plan) == OtaResult.Ok ? OtaResult.Ok : Start(slot, app, recovery);
        }

        private OtaResult Verify(int slot, out VerifiedApp app)
        {
            return AppVerifier.Verify(_ports.Storage, AppSlots.NameOf(slot), _slots.RevisionOf(slot), _options.Ota, _ports.Loader, out app);
        }

        // On flash: (1) The count begins anew, with the word that the slot was left. (2) The boot record takes the slot off, so the other one starts.
        // The next start finishes what a cut between the two leaves. Memory holds one application, so the old one goes first.
        private int GoBack(int slot, ref VerifiedApp app)
        {
            int other = 3 - slot;
            if (_slots.GetTrial(other) == SlotTrial.Confirmed && !_starts.IsNoWayBack)
            {
                app = null;
                if (Verify(other, out app) == OtaResult.Ok && app.Linked.Code == OtaResult.Ok && _starts.NoteLeft() == OtaResult.Ok
                    && _slots.Condemn(slot) == OtaResult.Ok)
                {
                    return _slots.Choose(0);
                }

                app = null;
                Verify(slot, out app);
            }

            _starts.AskLong();
            return slot;
        }

        private OtaResult StartClient(Manifest manifest)
        {
            OtaOptions options = _options.Ota;
            options.Component = AppSlots.Component;
            options.Version = manifest == null ? null : manifest.Version;
            options.Running = manifest == null ? RunningImage.None : RunningImage.ByManifest;
            options.RunningManifest = manifest;
            options.BootstrapVersion = Version;
            options.Residents = _ports.Loader;
            OtaPorts ports = new OtaPorts();
            ports.Transport = _ports.Transport;
            ports.Slot = _slots;
            ports.Boot = _slots;
            ports.Keeper = _slots;
            ports.Starts = _starts;
            ports.Store = new TwoCopyStateStore(new StorageRecordMedium(_ports.Storage, "ota"), DeviceRecord.Length);
            ports.Clock = _ports.Clock;
            ports.Restart = _ports.Restart;
            ports.ClockSetter = _ports.Network;
            ports.Link = _ports.Link;
            if (_ports.Configuration != null)
            {
                ports.Network = new NetworkKeeper(_ports.Configuration, new TwoCopyStateStore(new StorageRecordMedium(_ports.Storage, "net"), NetworkKeeper.MaxLength));
            }

            _client = new OtaClient(options, ports);
            OtaResult result = _client.Start();
            AgentPorts own = _ports.Agent == null ? new AgentPorts() : _ports.Agent;
            own.Settings = new StorageRecordMedium(_ports.Storage, "set");
            own.Outcomes = new StorageRecordMedium(_ports.Storage, "log");
            _agent = new OtaAgent(_client, options, ports, own, _options.Agent);
            return result;
        }

        private OtaResult Start(int slot, VerifiedApp app, Recovery recovery)
        {
            TrialGuard guard = new TrialGuard(_client, _agent, _slots, _starts, _ports, _options);
            OtaAgent.Current = _agent;
            guard.Start();
            OtaContext.Current = new OtaContext(_client, _ports.Clock, app.Manifest.Version);
            OtaOutcome outcome = app.Linked;
            OtaOutcome failed = OtaOutcome.Of(OtaResult.AppFailed);
            bool started = false;
            try
            {
                for (int i = 0; i < app.Order.Count && outcome.Code == OtaResult.Ok; i++)
                {
                    PeImage pe = app.Order.Ordered[i];
                    OtaResult loaded = _ports.Loader.Load(pe.Bytes);
                    outcome = loaded == OtaResult.Ok ? outcome : OtaOutcome.About(loaded, pe.Name);
                }

                if (outcome.Code == OtaResult.Ok)
                {
                    started = true;
                    outcome = OtaOutcome.Of(_ports.Loader.Run());
                }
            }
            catch (OutOfMemoryException)
            {
                outcome = OtaOutcome.Of(OtaResult.OutOfMemory);
            }
            catch (Exception)
            {
                // Made beforehand: an application that fails may leave no memory.
                outcome = failed;
            }

            OtaResult result = outcome.Code;
            if (result == OtaResult.Ok)
            {
                guard.Watch();
            }
            else if (_client.IsOnTrial)
            {
                guard.Reject(result, outcome.Subject);
            }
            else if (started && result != OtaResult.EntryPointMissing)
            {
                // The application was good once. Perhaps the server has a better one by now. If not, the same one is tried again.
                recovery.Attempt();
                _starts.NoteEnd(StartReason.Crash);
                _ports.Clock.Sleep(FailurePause);
                _ports.Restart.Restart();
            }
            else if (_slots.Condemn(slot) == OtaResult.Ok)
            {
                // The firmware is another one than at the confirmation. The CLR cannot unload an assembly, so the next start takes the other slot, or
                // none.
                _ports.Restart.Restart();
            }
            else
            {
                recovery.Run();
            }

            return result;
        }
    }
}
