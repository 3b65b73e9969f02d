using System.Text;

namespace NanoOta.Tests
{
    /// <summary>A device with an old image, and a server with a newer one, all in memory.</summary>
    public sealed class ClientFixture
    {
        /// <summary>Where the manifest is.</summary>
        public const string ManifestUrl = "http://updates.example/stable/manifest.jws";

        /// <summary>Where the image is.</summary>
        public const string ImageUrl = "http://updates.example/stable/1.1/app.img";

        /// <summary>Where the chunk table is.</summary>
        public const string TableUrl = "http://updates.example/stable/1.1/app.chunks";

        /// <summary>A time at which the releases are valid.</summary>
        public const long Now = 1800000000;

        /// <summary>A device that runs sequence 1, and a server that offers sequence 2.</summary>
        public ClientFixture()
            : this(new MemorySlots(65536))
        {
        }

        /// <summary>The same with other slots.</summary>
        public ClientFixture(MemorySlots slots)
        {
            Slots = slots;
            Slots.Flash(TestImages.Old());
            Server.Put(ImageUrl, NewImage);
            Server.Put(TableUrl, TestImages.Table(NewImage));
            Publish(SignedReleases.Good);
            Clock.UtcSeconds = Now;
            TrustedKeys keys;
            Expect.Result(OtaResult.Ok, TrustedKeys.Create(new TrustedKey[] { SignedReleases.Key() }, out keys));
            Options.Keys = keys;
            Options.ManifestUrl = ManifestUrl;
            Options.Product = "lamp";
            Options.Version = "1.0";
            Options.BaselineRevision = 1;
            Options.DeviceId = "device-1";
            Options.Retry = new RetryPolicy(100, 1000, 3, 1);
            Ports.Transport = Server;
            Ports.Slot = Slots;
            Ports.Boot = Slots;
            Ports.Restart = Slots;
            Ports.Clock = Clock;
            Ports.Store = new TwoCopyStateStore(Medium, DeviceRecord.Length);
            Client = new OtaClient(Options, Ports);
        }

        /// <summary>The server.</summary>
        public MemoryTransport Server { get; } = new MemoryTransport();

        /// <summary>The slots.</summary>
        public MemorySlots Slots { get; }

        /// <summary>The state record's medium.</summary>
        public MemoryMedium Medium { get; } = new MemoryMedium();

        /// <summary>The clock.</summary>
        public FakeClock Clock { get; } = new FakeClock();

        /// <summary>The options of the next client.</summary>
        public OtaOptions Options { get; } = new OtaOptions();

        /// <summary>The ports of the next client.</summary>
        public OtaPorts Ports { get; } = new OtaPorts();

        /// <summary>The image that the server has.</summary>
        public byte[] NewImage { get; } = TestImages.New();

        /// <summary>The client of this boot.</summary>
        public OtaClient Client { get; private set; }

        /// <summary>Offers a manifest.</summary>
        public void Publish(string envelope)
        {
            Server.Put(ManifestUrl, Encoding.UTF8.GetBytes(envelope));
        }

        /// <summary>What a restart does to the app: a new client, which has only the record to go by. Its Start's result.</summary>
        public OtaResult Boot()
        {
            Ports.Store = new TwoCopyStateStore(Medium, DeviceRecord.Length);
            Client = new OtaClient(Options, Ports);
            return Client.Start();
        }

        /// <summary>A client that has been started on a new device.</summary>
        public static ClientFixture Started()
        {
            ClientFixture fixture = new ClientFixture();
            Expect.Result(OtaResult.Ok, fixture.Client.Start());
            return fixture;
        }

        /// <summary>The record on the medium.</summary>
        public DeviceRecord Record()
        {
            byte[] bytes = new byte[DeviceRecord.Length];
            DeviceRecord record = new DeviceRecord();
            Expect.Result(OtaResult.Ok, record.Decode(bytes, new TwoCopyStateStore(Medium, DeviceRecord.Length).Read(bytes)));
            return record;
        }

        /// <summary>Gives the record another state, as an older copy of the record would have.</summary>
        public void Rewrite(OtaState state)
        {
            DeviceRecord record = Record();
            record.State = state;
            byte[] bytes = new byte[DeviceRecord.Length];
            record.Encode(bytes);
            Expect.Result(OtaResult.Ok, new TwoCopyStateStore(Medium, DeviceRecord.Length).Write(bytes, bytes.Length));
        }

        /// <summary>A client that has staged the new release.</summary>
        public static ClientFixture Staged()
        {
            ClientFixture fixture = Started();
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            return fixture;
        }

        /// <summary>A client that runs the new release on trial.</summary>
        public static ClientFixture OnTrial()
        {
            ClientFixture fixture = Started();
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            return fixture;
        }
    }
}
