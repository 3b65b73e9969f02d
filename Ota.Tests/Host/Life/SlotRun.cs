using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Life
{
    /// <summary>One run of a release on a <see cref="SlotDevice"/>: what a sample's Main has.</summary>
    internal sealed class SlotRun
    {
        private readonly SlotDevice _device;

        internal SlotRun(SlotDevice device, string version, IBoard natives)
        {
            _device = device;
            Version = version;
            Natives = natives;
            Clock = new BoardClock(natives);
            Ports = device.Ports(natives);
            Options = device.Options(version);
        }

        internal string Version { get; }

        internal IBoard Natives { get; }

        internal IClock Clock { get; }

        internal OtaPorts Ports { get; }

        internal OtaOptions Options { get; }

        internal OtaClient? Client { get; private set; }

        /// <summary>The client, started.</summary>
        internal OtaClient Begin()
        {
            Client = new OtaClient(Options, Ports);
            Say(Client.Start());
            return Client;
        }

        /// <summary>The trial, where there is one.</summary>
        internal OtaClient Prove()
        {
            OtaClient client = Client ?? Begin();
            new HealthMonitor(client, Clock).Run();
            return client;
        }

        /// <summary>What a good release does, until the test wants to go on: a check each hour, a word each minute.</summary>
        internal void Work(long milliseconds = long.MaxValue)
        {
            OtaClient client = Prove();
            long end = milliseconds == long.MaxValue ? long.MaxValue : Clock.TickMilliseconds + milliseconds;
            for (int minute = 0; Clock.TickMilliseconds < Math.Min(end, _device.Until); minute++)
            {
                if (minute % 60 == 0)
                {
                    Say(client.Update());
                }

                client.Tend();
                Clock.Sleep(SlotDevice.Minute);
            }
        }

        internal void Say(OtaResult result) => _device.Said.Add($"{Version}: {result}");
    }
}
