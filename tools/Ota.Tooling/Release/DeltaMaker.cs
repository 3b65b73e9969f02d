using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tooling.Release
{
    /// <summary>Makes the delta file of an image: a section for each old image, and for devices without one.</summary>
    internal static class DeltaMaker
    {
        /// <summary>The file, each section of which has been decoded with the device's own code.</summary>
        public static byte[] Make(byte[] image, PackFile pack, IEnumerable<byte[]> oldImages, bool servesOthers, IProgress<double>? progress, CancellationToken cancellation)
        {
            ImageDigests digests = ImageDigests.Of(image);

            // An app may lie in a file on a drive, which is read again after its end only. A session cannot be read at all.
            bool readsNew = pack.Component == "firmware" && pack.McuBoot == null;
            List<(byte[] Image, byte[] Identity)> old = [.. Sections(digests.Identity, pack, oldImages)];
            if (!servesOthers && old.Count > 1)
            {
                old.RemoveAt(old.Count - 1);
            }

            List<(byte[] Identity, DeltaSectionContent Section)> sections = [];
            foreach ((byte[] oldImage, byte[] identity) in old)
            {
                double done = sections.Count;
                Progress part = new(progress, done / old.Count, 1.0 / old.Count);
                sections.Add((identity, SectionEncoder.Encode(oldImage, image, digests, readsNew, part, cancellation)));
                DeltaCheck.Run(DeltaFileWriter.Write(digests, [sections[^1]]), oldImage, identity, image, digests, canReadNew: readsNew);
            }

            return DeltaFileWriter.Write(digests, sections);
        }

        /// <summary>Whether a file has a section for each of the old images.</summary>
        public static bool Serves(byte[] file, byte[] image, PackFile pack, IEnumerable<byte[]> oldImages)
        {
            ImageDigests digests = ImageDigests.Of(image);
            int entries = DeltaDirectory.EntriesAt(image.Length);
            int sections = Math.Min(file.Length < DeltaDirectory.HeaderLength ? 0 : file[10], Math.Max(0, file.Length - entries) / DeltaDirectory.EntryLength);
            HashSet<string> there = [.. Enumerable.Range(0, sections)
                .Select(i => Convert.ToHexString(file, entries + (DeltaDirectory.EntryLength * i), DeltaDirectory.IdentityLength))];
            return Sections(digests.Identity, pack, oldImages).Where(each => each.Image.Length > 0)
                .All(each => there.Contains(Convert.ToHexString(each.Identity, 0, DeltaDirectory.IdentityLength)));
        }

        // The last section is for devices without a usable old image. A session cannot be read, so no other section serves a session.
        private static IEnumerable<(byte[] Image, byte[] Identity)> Sections(byte[] identity, PackFile pack, IEnumerable<byte[]> oldImages) =>
            (pack.McuBoot != null ? [] : oldImages)
                .Select(each => (each, ImageDigests.Of(each).Identity))
                .Where(each => !each.Identity.AsSpan().SequenceEqual(identity))
                .Append(([], []));

        // Reports on the calling thread, in order.
        private sealed class Progress(IProgress<double>? whole, double start, double share) : IProgress<double>
        {
            public void Report(double value) => whole?.Report(start + (share * value));
        }
    }
}
