using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>A device in memory whose client works through <see cref="TripwirePorts"/>, and what must hold whenever it is interrupted.</summary>
    internal sealed class InterruptedFixture
    {
        public InterruptedFixture()
        {
            Wire = new TripwirePorts(Device.Ports);
            Client = new OtaClient(Device.Options, Wire.Ports);
        }

        public ClientFixture Device { get; } = new();

        public TripwirePorts Wire { get; private set; }

        public OtaClient Client { get; private set; }

        /// <summary>A client that is started, and then brought to where a test begins.</summary>
        public static InterruptedFixture At(OtaState state)
        {
            InterruptedFixture fixture = new();
            Expect.Result(OtaResult.Ok, fixture.Client.Start());
            if (state == OtaState.OnTrial)
            {
                Expect.Result(OtaResult.Ok, fixture.Client.Update());
                Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            }
            else if (state != OtaState.Idle)
            {
                Expect.Result(OtaResult.Ok, fixture.Client.Check());
                if (state == OtaState.Staged)
                {
                    Expect.Result(OtaResult.Ok, fixture.Client.Stage());
                }
            }

            Expect.State(state, fixture.Client.State);
            return fixture;
        }

        /// <summary>How many port calls an operation makes when nothing gets in its way, and the name of each.</summary>
        public static List<string> CallsOf(OtaState state, Func<OtaClient, OtaResult> operation)
        {
            InterruptedFixture fixture = At(state);
            List<string> names = [];
            fixture.Wire.Before = (number, name) => names.Add(name);
            Expect.Result(OtaResult.Ok, operation(fixture.Client));
            return names;
        }

        /// <summary>Does something before or after the n-th port call from now on (from 1).</summary>
        public void OnCall(int n, bool before, Action action)
        {
            int target = Wire.Calls + n;
            void Trip(int number, string name)
            {
                if (number == target)
                {
                    action();
                }
            }

            Wire.Before = before ? Trip : null;
            Wire.After = before ? null : Trip;
        }

        /// <summary>A new client, as after a restart, that has not been started.</summary>
        public void Forget()
        {
            Device.Ports.Store = new TwoCopyStateStore(Device.Medium, DeviceRecord.Length);
            Wire = new TripwirePorts(Device.Ports);
            Client = new OtaClient(Device.Options, Wire.Ports);
        }

        /// <summary>What the application does after a restart that the device has made.</summary>
        public OtaResult Boot()
        {
            Forget();
            return Client.Start();
        }

        /// <summary>A restart that the application asked for, or the watchdog.</summary>
        public OtaResult Restart()
        {
            Device.Slots.Restart();
            return Boot();
        }

        /// <summary>Updates and confirms with whatever client there is, restarting where the device would.</summary>
        public void Finish()
        {
            for (int i = 0; i < 4 && Client.State != OtaState.Confirmed; i++)
            {
                if (Client.IsOnTrial)
                {
                    Expect.Result(OtaResult.Ok, Client.Confirm());
                }
                else
                {
                    Device.Clock.UtcSeconds += 86400;
                    Expect.Result(OtaResult.Ok, Client.Update());
                    Expect.Result(OtaResult.TrialContinues, Boot());
                }
            }

            Expect.State(OtaState.Confirmed, Client.State);
            Assert.IsTrue(Device.Slots.Holds(Device.Slots.Running, Device.NewImage), "the new release does not run");
            Assert.AreEqual(ReleaseVersion.Parse("1.1"), Client.InstalledVersion);
        }
    }
}
