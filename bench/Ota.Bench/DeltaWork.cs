using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Bench
{
    /// <summary>The instructions that decoding a delta file takes, for each byte of the image, and of its dearest chunk.</summary>
    public sealed record DeltaWork(double Mean, double Worst)
    {
        /// <summary>Counts with the instrumented client.</summary>
        public static DeltaWork Measure(InstructionCounter counter, byte[] file, byte[] oldImage, byte[] identity, byte[] newImage, bool canReadNew)
        {
            double[] counted = (double[])counter.GetTwin(typeof(DeltaWork)).GetMethod(nameof(Count))!.Invoke(null, [file, oldImage, identity, newImage, canReadNew])!;
            return new DeltaWork(counted[0], counted[1]);
        }

        /// <summary>Called in the copy of this assembly that meets the instrumented client: mean and worst.</summary>
        public static double[] Count(byte[] file, byte[] oldImage, byte[] identity, byte[] newImage, bool canReadNew)
        {
            ImageDigests digests = ImageDigests.Of(newImage);
            long start = InstructionCounter.Executed;
            long last = start;
            double worst = 0;
            DeltaCheck.Run(file, oldImage, identity, newImage, digests, canReadNew, chunk =>
            {
                long now = InstructionCounter.Executed;
                worst = Math.Max(worst, (double)(now - last) / Math.Min(ChunkDigest.BufferLength, newImage.Length - (chunk * ChunkDigest.BufferLength)));
                last = now;
            });
            return [(double)(InstructionCounter.Executed - start) / newImage.Length, worst];
        }
    }
}
