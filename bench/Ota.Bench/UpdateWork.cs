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
            Console.WriteLine(string.Create(culture, $"  fetch, each byte            {counted[1],12:F2}   (goal {Goal})"));
            return counted[1] > Goal ? 1 : 0;
        }

        /// <summary>Called in the copy of this assembly that meets the instrumented client: a check, and the rest for each byte.</summary>
        public static double[] Count(string folder, string manifest, byte[] image, string kid, byte[] key)
        {
            RamPorts ports = new(image.Length);
            TrustedKeys.Create([new TrustedKey(kid, key)], out TrustedKeys keys);
            OtaOptions options = new() { ManifestUrl = "http://bench/" + manifest, Keys = keys, Product = "bench", Chip = 0 };
            OtaClient client = new(options, ports.With(new FolderTransport(folder)));
            client.Start();
            long start = InstructionCounter.Executed;
            OtaResult result = client.Check();
            long check = InstructionCounter.Executed - start;
            result = result == OtaResult.Ok ? client.Stage() : result;
            return result == OtaResult.Ok && ports.Holds(image)
                ? [check, (double)(InstructionCounter.Executed - start - check) / image.Length]
                : throw new InvalidOperationException($"The update ended with {result}.");
        }
    }
}
