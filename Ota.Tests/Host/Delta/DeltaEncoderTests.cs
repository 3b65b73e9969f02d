using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Bench;
using NanoOta.Tests.Fixtures;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tests.Delta
{
    /// <summary>
    /// The encoder over the real pairs of Vectors/delta and Vectors/pe. <c>bench -- bytes</c> prints their table; the limits here are the goals
    /// that the table has.
    /// </summary>
    [TestClass]
    public sealed class DeltaEncoderTests
    {
        private static readonly string _vectors = Path.Combine(AppContext.BaseDirectory, "Vectors", "delta");

        [TestMethod]
        [DataRow("thermostat-1.0.0", "thermostat-1.1.0", 2.3)]
        [DataRow("thermostat-1.0.0", "thermostat-2.0.0", 9.0)]
        [DataRow("thermostat-1.1.0", "thermostat-2.0.0", 9.0)]
        [DataRow("ota-a.old", "ota-a.new", 3.3)]
        [DataRow("ota-b.old", "ota-a.new", 22.0)]
        [DataRow("ota-c.old", "ota-c.new", 40.0)]
        public void A_release_costs_the_bytes_that_changed(string from, string to, double percent)
        {
            byte[] old = Read(from);
            byte[] image = Read(to);
            ImageDigests digests = ImageDigests.Of(image);
            byte[] identity = ImageDigests.Of(old).Identity;
            byte[] file = DeltaFileWriter.Write(digests, [(identity, SectionEncoder.Encode(old, image, digests, readsNew: true))]);
            DeltaCheck.Run(file, old, identity, image, digests);
            double cost = 100.0 * (file.Length + digests.Head.Length) / image.Length;
            Assert.IsTrue(cost <= percent, $"{cost:F2} % of the image");
        }

        /// <summary>
        /// A file of the format, kept so that the format does not drift. Written by
        /// <c>NANOOTA_WRITE_VECTORS=1 dotnet test nanoOta.sln --filter A_file_that_was_made_before</c>.
        /// </summary>
        [TestMethod]
        public void A_file_that_was_made_before_is_still_read()
        {
            byte[] image = Read("thermostat-2.0.0");
            ImageDigests digests = ImageDigests.Of(image);
            string path = Path.Combine("Ota.Tests", "Vectors", "delta", "thermostat-2.0.0.delta");
            if (Environment.GetEnvironmentVariable("NANOOTA_WRITE_VECTORS") == "1")
            {
                File.WriteAllBytes(Path.Combine(SignedReleasesTests.RepoFolder(), path), MakeThermostat(image, digests));
                Assert.Inconclusive($"{path} was written; build and test again.");
            }

            byte[] file = File.ReadAllBytes(Path.Combine(_vectors, "thermostat-2.0.0.delta"));
            foreach (string version in (string[])["1.0.0", "1.1.0"])
            {
                byte[] old = Read("thermostat-" + version);
                DeltaCheck check = DeltaCheck.Run(file, old, ImageDigests.Of(old).Identity, image, digests);
                Assert.IsTrue(check.BytesRead < image.Length / 5, $"{version}: {check.BytesRead} bytes read");
            }

            DeltaCheck.Run(file, [], [], image, digests);
        }

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void An_image_comes_without_an_old_one(bool readsNew)
        {
            byte[] image = Read("thermostat-2.0.0");
            ImageDigests digests = ImageDigests.Of(image);
            byte[] file = DeltaFileWriter.Write(digests, [([], SectionEncoder.Encode([], image, digests, readsNew))]);
            DeltaCheck.Run(file, [], [], image, digests, canReadNew: readsNew);
            Assert.IsTrue(file.Length < image.Length / 2, $"{file.Length} of {image.Length} bytes");
        }

        [TestMethod]
        public void Noise_costs_what_it_has()
        {
            byte[] image = new byte[9000];
            new Random(1).NextBytes(image);
            ImageDigests digests = ImageDigests.Of(image);
            byte[] file = DeltaFileWriter.Write(digests, [([], SectionEncoder.Encode([], image, digests, readsNew: true))]);
            DeltaCheck.Run(file, [], [], image, digests);
            Assert.IsTrue(file.Length < image.Length + 250, $"{file.Length} of {image.Length} bytes");
        }

        [TestMethod]
        [DataRow(1, 1)]
        [DataRow(1, 5000)]
        [DataRow(5000, 1)]
        [DataRow(4096, 4096)]
        [DataRow(131072, 131073)]
        [DataRow(140000, 4097)]
        public void Images_of_every_length_come_whole(int oldLength, int newLength)
        {
            byte[] old = new byte[oldLength];
            byte[] image = new byte[newLength];
            new Random(2).NextBytes(old);
            for (int i = 0; i < newLength; i++)
            {
                image[i] = (byte)(old[i % oldLength] + (i % 9000 == 0 ? 1 : 0));
            }

            ImageDigests digests = ImageDigests.Of(image);
            byte[] identity = ImageDigests.Of(old).Identity;
            DeltaSectionContent section = SectionEncoder.Encode(old, image, digests, readsNew: true);
            DeltaCheck.Run(DeltaFileWriter.Write(digests, [(identity, section)]), old, identity, image, digests);
        }

        [TestMethod]
        public void The_same_images_give_the_same_bytes()
        {
            byte[] old = Read("thermostat-1.0.0");
            byte[] image = Read("thermostat-2.0.0");
            ImageDigests digests = ImageDigests.Of(image);
            byte[] first = SectionEncoder.Encode(old, image, digests, readsNew: true).Bytes;
            CollectionAssert.AreEqual(first, SectionEncoder.Encode(old, image, digests, readsNew: true).Bytes);
        }

        [TestMethod]
        public void An_encoding_can_be_cancelled()
        {
            using CancellationTokenSource source = new();
            source.Cancel();
            byte[] image = Read("thermostat-2.0.0");
            Assert.ThrowsExactly<OperationCanceledException>(
                () => SectionEncoder.Encode([], image, ImageDigests.Of(image), readsNew: true, cancellation: source.Token));
        }

        [TestMethod]
        public void Decoding_costs_few_instructions()
        {
            byte[] old = Read("thermostat-1.0.0");
            byte[] image = Read("thermostat-2.0.0");
            ImageDigests digests = ImageDigests.Of(image);
            byte[] identity = ImageDigests.Of(old).Identity;
            using InstructionCounter counter = InstructionCounter.ForClient();
            byte[] delta = DeltaFileWriter.Write(digests, [(identity, SectionEncoder.Encode(old, image, digests, readsNew: true))]);
            DeltaWork work = DeltaWork.Measure(counter, delta, old, identity, image, canReadNew: true);
            Assert.IsTrue(work.Mean <= 12 && work.Worst <= 60, $"{work.Mean:F1} a byte, {work.Worst:F1} in the dearest chunk");
            byte[] whole = DeltaFileWriter.Write(digests, [([], SectionEncoder.Encode([], image, digests, readsNew: true))]);
            work = DeltaWork.Measure(counter, whole, [], [], image, canReadNew: true);
            Assert.IsTrue(work.Mean <= 28 && work.Worst <= 60, $"{work.Mean:F1} a byte, {work.Worst:F1} in the dearest chunk, without an old image");
        }

        private static byte[] MakeThermostat(byte[] image, ImageDigests digests)
        {
            byte[][] old = [Read("thermostat-1.1.0"), Read("thermostat-1.0.0"), []];
            return DeltaFileWriter.Write(
                digests,
                [.. old.Select(each => (each.Length == 0 ? [] : ImageDigests.Of(each).Identity, SectionEncoder.Encode(each, image, digests, readsNew: true)))]);
        }

        private static byte[] Read(string name) => name.StartsWith("thermostat", StringComparison.Ordinal)
            ? ImagePair.Thermostat(name.Split('-')[1])
            : File.ReadAllBytes(Path.Combine(_vectors, name + ".img"));
    }
}
