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
            while (slot != 0 && AppVerifier.Verify(_ports.Storage, AppSlots.NameOf(slot), _options.Ota, _ports.Loader, out app) != OtaResult.Ok)
            {
                slot = _slots.Choose(slot);
            }

            OtaResult result = StartClient(app == null ? null : app.Manifest);
            if (result == OtaResult.ArgumentInvalid || result == OtaResult.UrlInvalid || result == OtaResult.KeyInvalid)
            {
                return result;
            }

            Recovery recovery = new Recovery(_client, _ports.Network, _ports.Clock, null, (uint)_ports.Clock.TickMilliseconds ^ OptionsCheck.Seed(_options.Ota.DeviceId));
            return app == null ? recovery.Run() : Start(slot, app, recovery);
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
            ports.Store = new TwoCopyStateStore(new StorageRecordMedium(_ports.Storage, "ota"), DeviceRecord.Length);
            ports.Clock = _ports.Clock;
            ports.Restart = _ports.Restart;
            ports.ClockSetter = _ports.Network;
            _client = new OtaClient(options, ports);
            return _client.Start();
        }

        private OtaResult Start(int slot, VerifiedApp app, Recovery recovery)
        {
            TrialGuard guard = new TrialGuard(_client, _slots, _ports.Clock, _options.HealthWindow);
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
