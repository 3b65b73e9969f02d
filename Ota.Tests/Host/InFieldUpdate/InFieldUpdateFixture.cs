using System.Security.Cryptography;
using System.Text;
using NanoOta.Formats;
using NanoOta.Tests.Fixtures;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.InFieldUpdate
{
    /// <summary>A small board with In-Field Update, releases of its deployment, and the app of each release as a delegate.</summary>
    internal sealed class InFieldUpdateFixture : IDisposable
    {
        public const string Old = "1.0";
        public const string New = "1.1";

        private readonly ECDsa _boot = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly TestSigner _signer = new();

        public InFieldUpdateFixture(bool isOverwriteOnly = false)
        {
            Layout = McuBootLayout.Create(0x10000, 0x8000, 0xC000, isOverwriteOnly);
            Flash = new NorFlash(0x10000 + (2 * 0x8000) + (2 * 0xC000) + 0x6000);
            Board.Provision(Flash, Layout, Image(New, TestImages.Noise(7, 500)), Image(Old, TestImages.Old()));
            NewImage = Image(New, TestImages.New());
            Publish(NewImage);
        }

        public McuBootLayout Layout { get; }

        public NorFlash Flash { get; }

        public byte[] NewImage { get; }

        public MemoryTransport Server { get; } = new();

        public bool IsSick { get; set; }

        public List<(string Version, OtaResult Result)> Said { get; } = [];

        public Action<OtaClient>? OnProgress { get; set; }

        public byte[] Image(string version, byte[] data, ECDsa? key = null)
        {
            byte[] payload = new EspImageBuilder { Version = version }.AddSegment(data).Build();
            return new McuBootImageBuilder { Version = Version.Parse(version + ".0.0") }.Build(payload, key ?? _boot);
        }

        public void Publish(byte[] image)
        {
            byte[] table = TestImages.Table(image);
            Server.Put(ClientFixture.ImageUrl, image);
            Server.Put(ClientFixture.TableUrl, table);
            Server.Put(ClientFixture.ManifestUrl, Encoding.UTF8.GetBytes(_signer.Sign(SignedReleasesTests.Payload(image, TestImages.Head(image)).ToString())));
        }

        public McuBootOptions McuBoot => new() { Layout = Layout, PublicKey = McuBootImageBuilder.PublicKeyOf(_boot) };

        public Board CreateBoard(NorFlash flash) => new(flash, new BoardOptions
        {
            McuBoot = McuBoot,
            Clock = new VirtualClock(ClientFixture.Now),
            Watchdog = null,
            AppHost = new DelegateAppHost(new Dictionary<string, Action<BootedApp, IBoard>> { [Old] = Run, [New] = Run }),
        });

        public OtaClient CreateClient(IBoard board, ISessionSlot slot, IBootControl boot) => new(
            new OtaOptions
            {
                ManifestUrl = ClientFixture.ManifestUrl,
                Keys = _signer.Keys,
                Product = "lamp",
                Version = Old,
                DeviceId = "lamp-1",
                BaselineRevision = 1,
                Retry = new RetryPolicy(100, 1000, 3, 1),
            },
            new OtaPorts
            {
                Transport = Server,
                Session = slot,
                Boot = boot,
                Store = new TwoCopyStateStore(new FlashRecordMedium(board), DeviceRecord.Length),
                Clock = new BoardClock(board),
                Restart = new BoardRestart(board),
            });

        public void Dispose()
        {
            _boot.Dispose();
            _signer.Dispose();
            Flash.Dispose();
        }

        /// <summary>Whether the app waits until a release that was not confirmed is offered again.</summary>
        public bool WaitsForPauses { get; set; }

        private void Run(BootedApp app, IBoard board)
        {
            InFieldUpdateSlot slot = new(new BoardUpdateSessions(board, UpdateImage.Deployment), 0, Layout.Deployment.Capacity);
            OtaClient client = CreateClient(board, slot, slot);
            client.Progress += (_, _) => OnProgress?.Invoke(client);
            Said.Add((app.Version, client.Start()));
            if (client.IsOnTrial)
            {
                Said.Add((app.Version, IsSick ? client.Reject(OtaResult.HealthCheckFailed) : client.Confirm()));
            }

            OtaResult result = client.Update();
            if (result == OtaResult.ReleasePaused && WaitsForPauses)
            {
                board.Sleep(86400000);
                result = client.Update();
            }

            Said.Add((app.Version, result));
        }
    }
}
