using System.Globalization;

namespace NanoOta.Bench
{
    /// <summary>
    /// The instructions of whole updates in client code: check and stage, for each byte of the image. What the platform does natively is not counted.
    /// </summary>
    public static class UpdateWork
    {
        private const int Size = 1024 * 1024;
        private const double Goal = 2;
        private const double UnchangedGoal = 150_000;

        /// <summary>Prints the counts. 1 if one is beyond its goal.</summary>
        public static async Task<int> RunAsync()
        {
            using InstructionCounter counter = InstructionCounter.ForClient();
            using ReleaseOnDisk release = await ReleaseOnDisk.PublishAsync(Size, delta: null).ConfigureAwait(false);
            double[] counted = (double[])counter.GetTwin(typeof(UpdateWork)).GetMethod(nameof(Count))!.Invoke(
                null,
                [release.Served, ReleaseOnDisk.ManifestPath, release.Image, release.Key.PublicKey.Kid, release.Key.PublicKey.ToBytes()])!;
            CultureInfo culture = CultureInfo.InvariantCulture;
            Console.WriteLine(string.Create(culture, $"IL instructions of client code for an image of {release.Image.Length:N0} bytes without a delta file"));
            Console.WriteLine(string.Create(culture, $"  check, with its signature   {counted[0],12:N0}"));
            Console.WriteLine(string.Create(culture, $"  check, manifest unchanged   {counted[2],12:N0}   (goal {UnchangedGoal:N0})"));
            Console.WriteLine(string.Create(culture, $"  fetch, each byte            {counted[1],12:F2}   (goal {Goal})"));
            return counted[1] > Goal || counted[2] > UnchangedGoal ? 1 : 0;
        }

        /// <summary>Called in the copy of this assembly that meets the instrumented client: a check, the rest for each byte, and a check of the same manifest again.</summary>
        public static double[] Count(string folder, string manifest, byte[] image, string kid, byte[] key)
        {
            RamPorts ports = new(image.Length);
            TrustedKeys.Create([new TrustedKey(kid, key)], out TrustedKeys keys);
            OtaOptions options = new() { ManifestUrl = "http://bench/" + manifest, Keys = keys, Product = "bench", Chip = 0, DeviceId = "bench" };
            OtaClient client = new(options, ports.With(new FolderTransport(folder)));
            client.Start();
            long start = InstructionCounter.Executed;
            OtaResult result = client.Check();
            long check = InstructionCounter.Executed - start;
            start = InstructionCounter.Executed;
            result = result == OtaResult.Ok ? client.Stage() : result;
            return result == OtaResult.Ok && ports.Holds(image)
                ? [check, (double)(InstructionCounter.Executed - start) / image.Length, CountUnchanged(folder, manifest, keys)]
                : throw new InvalidOperationException($"The update ended with {result}.");
        }

        // The second check of a device that has the release.
        private static double CountUnchanged(string folder, string manifest, TrustedKeys keys)
        {
            RamPorts ports = new(0);
            byte[] envelope = File.ReadAllBytes(Path.Combine(folder, manifest));
            SignedManifest.Open(envelope, envelope.Length, keys, out SignedManifest signed);
            OtaOptions options = new()
            {
                ManifestUrl = "http://bench/" + manifest,
                Keys = keys,
                Product = "bench",
                Chip = 0,
                DeviceId = "bench",
                Running = RunningImage.ByManifest,
                RunningManifest = signed.Manifest,
            };
            OtaClient client = new(options, ports.With(new FolderTransport(folder)));
            client.Start();
            OtaResult first = client.Check();
            long start = InstructionCounter.Executed;
            OtaResult second = client.Check();
            return first == OtaResult.UpToDate && second == OtaResult.UpToDate
                ? InstructionCounter.Executed - start
                : throw new InvalidOperationException($"The checks ended with {first} and {second}.");
        }
    }
}
