using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tooling.Release
{
    /// <summary>Makes the delta file of an image: a section for each old image, and for devices without one.</summary>
    internal static class DeltaMaker
    {
        /// <summary>The file, each section of which has been decoded with the device's own code.</summary>
        public static byte[] Make(byte[] image, PackFile pack, IEnumerable<byte[]> oldImages, IProgress<double>? progress, CancellationToken cancellation)
        {
            ImageDigests digests = ImageDigests.Of(image);
            bool isSession = pack.McuBoot != null;

            // An app may lie in a file on a drive, which is read again after its end only. A session cannot be read at all.
            bool readsNew = pack.Component == "firmware" && !isSession;
            List<(byte[] Image, byte[] Identity)> old =
            [
                .. (isSession ? [] : oldImages)
                    .Select(each => (each, ImageDigests.Of(each).Identity))
                    .Where(each => !each.Identity.AsSpan().SequenceEqual(digests.Identity)),
                ([], []),
            ];
            List<(byte[] Identity, DeltaSectionContent Section)> sections = [];
            foreach ((byte[] oldImage, byte[] identity) in old)
            {
                double done = sections.Count;
                Progress part = new(progress, done / old.Count, 1.0 / old.Count);
                sections.Add((identity, SectionEncoder.Encode(oldImage, image, digests, readsNew, part, cancellation)));
                DeltaCheck.Run(DeltaFileWriter.Write(image.Length, [sections[^1]]), oldImage, identity, image, digests, canReadNew: readsNew);
            }

            return DeltaFileWriter.Write(image.Length, sections);
        }

        // Reports on the calling thread, in order.
        private sealed class Progress(IProgress<double>? whole, double start, double share) : IProgress<double>
        {
            public void Report(double value) => whole?.Report(start + (share * value));
        }
    }
}
