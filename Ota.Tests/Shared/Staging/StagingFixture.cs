using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    /// <summary>An image of two groups of chunks on a server, a slot for the image, and what a run of a client has; no signature, no state.</summary>
    internal sealed class StagingFixture
    {
        /// <summary>Chunks of the image: a whole group and two more.</summary>
        public const int Chunks = 34;

        /// <summary>Bytes of the last chunk.</summary>
        public const int LastLength = 100;

        /// <summary>Bytes of the image.</summary>
        public const int Length = ((Chunks - 1) * ChunkDigest.BufferLength) + LastLength;

        /// <summary>Bytes of the table: its head, and the digests of both groups.</summary>
        public const int TableBytes = (2 + Chunks) * ChunkDigest.Length;

        /// <summary>Where the delta file is.</summary>
        public const string DeltaUrl = "http://updates.example/stable/1.1/app.delta";

        /// <summary>A slot that holds noise, no image that runs, and a server without a delta file.</summary>
        public StagingFixture()
        {
            Server.Put(ClientFixture.ImageUrl, Image);
            Server.Put(ClientFixture.TableUrl, TableFile);
            Options.Retry = new RetryPolicy(100, 1000, 3, 1);
            OtaPorts ports = new OtaPorts();
            ports.Transport = Server;
            ports.Clock = Clock;
            Run = new UpdateRun(Options, ports);
        }

        /// <summary>The image.</summary>
        public byte[] Image { get; } = TestImages.Noise(3, Length);

        /// <summary>The server.</summary>
        public MemoryTransport Server { get; } = new MemoryTransport();

        /// <summary>The slots; the first one runs.</summary>
        public MemorySlots Slots { get; } = new MemorySlots(Chunks * ChunkDigest.BufferLength);

        /// <summary>The clock.</summary>
        public FakeClock Clock { get; } = new FakeClock();

        /// <summary>The options of the run.</summary>
        public OtaOptions Options { get; } = new OtaOptions();

        /// <summary>The run.</summary>
        public UpdateRun Run { get; private set; }

        /// <summary>The file of the image's chunk table.</summary>
        public byte[] TableFile => _tableFile == null ? _tableFile = TestImages.Table(Image) : _tableFile;

        private byte[] _tableFile;

        /// <summary>The whole image runs, but for the chunks of <paramref name="changed"/>.</summary>
        public void RunsAllBut(int[] changed)
        {
            byte[] old = new byte[Length];
            System.Array.Copy(Image, 0, old, 0, Length);
            Change(old, changed);
            Slots.Flash(old);
        }

        /// <summary>The slot to fill holds the whole image, but for the chunks of <paramref name="changed"/>.</summary>
        public void HoldsAllBut(int[] changed)
        {
            byte[] other = new byte[Length];
            System.Array.Copy(Image, 0, other, 0, Length);
            Change(other, changed);
            Expect.Result(OtaResult.Ok, Slots.Begin(Length, 0));
            Expect.Result(OtaResult.Ok, Slots.Write(other, 0, Length));
            Expect.Result(OtaResult.Ok, Slots.End());
        }

        /// <summary>The offer, with a delta file or without one.</summary>
        public RemoteImage Locate(bool hasDelta)
        {
            return Locate(Image, hasDelta);
        }

        /// <summary>The offer of another image in the place of this one.</summary>
        public RemoteImage Locate(byte[] offered, bool hasDelta)
        {
            byte[] head = TestImages.Head(offered);
            string identity = TestBytes.ToBase64Url(Digests.Hash(head, 0, head.Length));
            ManifestText table = ManifestText.Table().With("sha256", "\"" + identity + "\"");
            ManifestText image = ManifestText.Image().With("size", offered.Length.ToString()).With("chunks", table.ToString());
            if (hasDelta)
            {
                image.With("delta", "{\"url\":\"1.1/app.delta\"}");
            }

            RemoteImage located;
            OtaOutcome outcome = RemoteImage.Locate(Server, ClientFixture.ManifestUrl, ManifestText.RootWith(image).Read().Images[0], out located);
            Expect.Result(OtaResult.Ok, outcome.Code);
            return located;
        }

        /// <summary>Stages into the slot.</summary>
        public OtaOutcome Stage(bool hasDelta, OtaProgressHandler progress = null)
        {
            RemoteImage image = Locate(hasDelta);
            return new SlotStager(Run, Slots, image, image.NewTable()).Stage(progress);
        }

        /// <summary>Bytes before the end of a chunk.</summary>
        public static int EndOf(int chunk)
        {
            int end = (chunk + 1) * ChunkDigest.BufferLength;
            return end < Length ? end : Length;
        }

        private static void Change(byte[] image, int[] chunks)
        {
            for (int i = 0; i < chunks.Length; i++)
            {
                image[chunks[i] * ChunkDigest.BufferLength] ^= 1;
            }
        }
    }
}
