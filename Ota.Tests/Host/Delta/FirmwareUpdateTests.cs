using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tests.Firmware;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tests.Delta
{
    /// <summary>
    /// What an application's update costs inside a firmware, against the application alone: three releases of Vectors, attached with the tool's
    /// own code and staged by the device's own. The slots take turns, so from the second update on a slot holds the release before last. The bench
    /// has the bytes for a firmware of 1.4 MB.
    /// </summary>
    [TestClass]
    public sealed class FirmwareUpdateTests
    {
        private const int Slot = 0x1C0000;
        private const string DeltaUrl = "http://updates.example/stable/1.1/app.delta";

        private static readonly byte[] _firmware = new StandInFirmware { Size = 300_000 }.Build();

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        [DataRow("ota-b.old", "ota-a.old", "ota-a.new", DisplayName = "70 KB")]
        [DataRow("thermostat-1.0.0", "thermostat-1.1.0", "thermostat-2.0.0", DisplayName = "27 KB")]
        public void From_the_second_update_on_the_firmware_around_an_application_costs_no_sectors(params string[] releases)
        {
            (int Bytes, int Sectors)[] alone = [.. Updates(releases, releases.Select(Application))];
            (int Bytes, int Sectors)[] inside = [.. Updates(releases, releases.Select(Attached))];

            TestContext.WriteLine($"Sectors: {inside[0].Sectors}, then {inside[1].Sectors} inside the firmware; {alone[0].Sectors}, then {alone[1].Sectors} alone.");

            // The first update fills a slot that was never written.
            Assert.IsGreaterThan(_firmware.Length / ChunkDigest.BufferLength, inside[0].Sectors, "The first update writes the firmware, too.");
            Assert.AreEqual(alone[1].Sectors, inside[1].Sectors, $"{inside[1].Sectors} sectors inside the firmware, {alone[1].Sectors} alone.");

            // The head of the table, a bit a group, and the digests of the groups that change.
            Assert.IsLessThanOrEqualTo(2560, inside[0].Bytes - alone[0].Bytes, $"First update: {inside[0].Bytes} bytes inside the firmware, {alone[0].Bytes} alone.");
            Assert.IsLessThanOrEqualTo(2560, inside[1].Bytes - alone[1].Bytes, $"Second update: {inside[1].Bytes} bytes inside the firmware, {alone[1].Bytes} alone.");
        }

        // Each image but the first is staged over the one before last; the one before runs.
        private static IEnumerable<(int Bytes, int Sectors)> Updates(string[] releases, IEnumerable<byte[]> images)
        {
            byte[][] all = [.. images];
            MemorySlots slots = new(Slot);
            slots.Flash(all[0]);
            for (int i = 1; i < all.Length; i++)
            {
                UpdateRun run = Stage(slots, all[i - 1], all[i]);
                Assert.IsTrue(slots.Holds(i % 2, all[i]), releases[i]);
                slots.Find(i % 2, SlotTrial.Confirmed, SlotTrial.Confirmed);
                yield return (run.Counters.BytesFetched, run.Counters.ChunksWritten);
            }
        }

        private static UpdateRun Stage(MemorySlots slots, byte[] old, byte[] image)
        {
            ImageDigests digests = ImageDigests.Of(image);
            MemoryTransport server = new();
            server.Put(ClientFixture.ImageUrl, image);
            server.Put(ClientFixture.TableUrl, digests.File.ToArray());
            server.Put(DeltaUrl, DeltaFileWriter.Write(digests, [(ImageDigests.Of(old).Identity, SectionEncoder.Encode(old, image, digests, readsNew: true))]));
            UpdateRun run = new(new OtaOptions(), new OtaPorts { Transport = server, Clock = new FakeClock() });
            string table = ManifestText.Table().With("sha256", $"\"{TestSigner.Encode(digests.Identity)}\"").ToString();
            ManifestText text = ManifestText.Image().With("chunks", table).With("size", image.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)).With("delta", "{\"url\":\"1.1/app.delta\"}");
            Assert.AreEqual(OtaResult.Ok, RemoteImage.Locate(server, ClientFixture.ManifestUrl, ManifestText.RootWith(text).Read().Images[0], out RemoteImage located).Code);
            Assert.AreEqual(OtaResult.Ok, new SlotStager(run, slots, located, located.NewTable()).Stage(null).Code);
            return run;
        }

        private static byte[] Application(string release) => release.StartsWith("thermostat", StringComparison.Ordinal)
            ? Bench.ImagePair.Thermostat(release.Split('-')[1])
            : File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "delta", release + ".img"));

        private static byte[] Attached(string release)
        {
            AppSegmentFault wrong = AppSegment.Create(TestParts.Part(TestParts.Assembly("Boot", 33, hasEntryPoint: true)), Application(release), out AppSegment? segment);
            Assert.AreEqual(AppSegmentFault.None, wrong);
            Assert.AreEqual(AttachFault.None, AttachedImage.Open(_firmware, out AttachedImage? image, out _, out _));
            Assert.AreEqual(AttachFault.None, image!.With(segment!, Slot, out byte[]? attached));
            return attached!;
        }
    }
}
