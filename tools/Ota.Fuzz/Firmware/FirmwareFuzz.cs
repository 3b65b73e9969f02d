using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using NanoOta.Formats;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// Attached applications over generated images: every sound one is taken by the model of the bootloader and gives both parts back, and every
    /// damaged one is refused or harmless. Not thread-safe.
    /// </summary>
    public sealed class FirmwareFuzz
    {
        // Larger than any image that is generated.
        private const int Slot = 0x300000;

        private readonly Dictionary<string, long> _outcomes = [];
        private readonly int _seed;

        public FirmwareFuzz(int seed)
        {
            _seed = seed;
        }

        /// <summary>How often what was seen, by name.</summary>
        public IReadOnlyDictionary<string, long> Outcomes => _outcomes;

        /// <summary>
        /// Attaches applications to <paramref name="count"/> images, changes them and takes them off. Throws
        /// <see cref="FuzzFailureException"/> with seed and number of the image that breaks the claim.
        /// </summary>
        public void RoundTrips(long count, CancellationToken cancellation = default) => Each(count, RoundTrip, cancellation);

        /// <summary>Damages <paramref name="count"/> images with applications. Throws as <see cref="RoundTrips"/> does.</summary>
        public void Mutations(long count, CancellationToken cancellation = default) => Each(count, Mutate, cancellation);

        private void Each(long count, Action<Random> run, CancellationToken cancellation)
        {
            for (long i = 0; i < count && !cancellation.IsCancellationRequested; i++)
            {
                try
                {
                    run(new Random(unchecked((_seed * 397) ^ (int)i)));
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    throw new FuzzFailureException(string.Create(CultureInfo.InvariantCulture, $"seed {_seed}, image {i}: {e.Message}"), e);
                }
            }
        }

        private void RoundTrip(Random random)
        {
            ImageGenerator generator = new(random);
            byte[] firmware = generator.Firmware();
            AppSegment first = generator.App();
            AppSegment second = generator.App();
            AttachedImage bare = Open(firmware);
            byte[] attached = With(bare, first);
            CheckAttached(firmware, attached, first);
            byte[] changed = With(Open(attached), second);
            CheckAttached(firmware, changed, second);
            Require(changed.AsSpan().SequenceEqual(With(bare, second)), "the former application left something behind");
            Require(With(Open(changed), null).AsSpan().SequenceEqual(firmware), "the firmware without its application is another than before");
            Count(bare.IsPadded ? "padded" : firmware[23] == 0 ? "without digest" : "with digest");
            Count($"{bare.Info.Segments.Count} segments");
        }

        private void Mutate(Random random)
        {
            ImageGenerator generator = new(random);
            AppSegment app = generator.App();
            byte[] image = With(Open(generator.Firmware()), app);
            byte[] damaged = Damage(image, random);
            int chip = damaged.Length < 14 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(damaged.AsSpan(12));
            EspImageFault fault = EspImage.Verify(damaged, chip, out EspImageInfo? info);
            if (info == null)
            {
                Count($"bootloader: {fault}");
                return;
            }

            AppSegmentFault refused = AppSegment.Find(damaged, info, out AppSegment? found);
            if (found == null)
            {
                // The native half gives the real answer: no application starts, and the trial ends.
                Count($"application: {refused}");
                return;
            }

            CheckHarmless(found);
            Count(found.Boot.AsSpan().SequenceEqual(app.Boot) && found.App.AsSpan().SequenceEqual(app.App) ? "harmless: both parts as before" : "harmless: other sound parts");
        }

        // One to four changes: anywhere, or in the application; then, of three, as it is, with right sums, or with right sums all through.
        private static byte[] Damage(byte[] image, Random random)
        {
            EspSegment place = Open(image).Info.Segments.First(segment => segment.LoadAddress == 0 && AppSegment.IsSegment(image.AsSpan(segment.Offset, segment.Length)));
            byte[] damaged = [.. image];
            int changes = 1 + random.Next(4);
            for (int i = 0; i < changes; i++)
            {
                int at = random.Next(4) switch
                {
                    0 => random.Next(damaged.Length),
                    1 => place.Offset - EspImage.SegmentHeaderSize + random.Next(EspImage.SegmentHeaderSize + AppSegment.HeaderSize),
                    _ => place.Offset + random.Next(place.Length),
                };
                damaged[at] = random.Next(3) switch
                {
                    0 => (byte)(damaged[at] ^ (1 << random.Next(8))),
                    1 => (byte)random.Next(256),
                    _ => (byte)(random.Next(2) == 0 ? 0 : 0xFF),
                };
            }

            if (random.Next(8) == 0)
            {
                return damaged[..random.Next(damaged.Length)];
            }

            int repair = random.Next(3);
            if (repair == 2)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(place.Offset + 28), Crc32.HashToUInt32(damaged.AsSpan(place.Offset, 28)));
                int bootAt = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(damaged.AsSpan(place.Offset + 10)), place.Length);
                SealAssemblies(damaged.AsSpan(place.Offset + bootAt, place.Length - bootAt));
            }

            if (repair != 0)
            {
                EspSeal.Seal(damaged);
            }

            return damaged;
        }

        private static void SealAssemblies(Span<byte> region)
        {
            int at = 0;
            while (at + 128 <= region.Length)
            {
                PeFormat? format = PeFormat.Of(region[at..]);
                int size = format == null ? 0 : BinaryPrimitives.ReadInt32LittleEndian(region[(at + format.TotalSizeAt)..]);
                if (format == null || size < format.HeaderSize || size > region.Length - at)
                {
                    return;
                }

                PeWriter.Seal(region.Slice(at, size).ToArray()).CopyTo(region[at..]);
                at += (size + 3) & ~3;
            }
        }

        private static void CheckAttached(byte[] firmware, byte[] attached, AppSegment app)
        {
            EspImageFault fault = EspImage.Verify(attached, BinaryPrimitives.ReadUInt16LittleEndian(attached.AsSpan(12)), out EspImageInfo? info);
            Require(info != null && info.Length == attached.Length, $"the bootloader refuses the image: {fault}");
            Require(EspOracle.ImageLength(attached, out _) == attached.Length, "a second reader refuses the image");
            Require(AppSegment.Find(attached, info!, out AppSegment? found) == AppSegmentFault.None, "the application is not found");
            Require(found!.Boot.AsSpan().SequenceEqual(app.Boot) && found.App.AsSpan().SequenceEqual(app.App), "a part came back as another");
            EspSegment place = info!.Segments.First(segment => segment.LoadAddress == 0 && AppSegment.IsSegment(attached.AsSpan(segment.Offset, segment.Length)));
            int before = place.Offset - EspImage.SegmentHeaderSize;
            Require(attached[1] == firmware[1] + 1 && attached[0] == firmware[0] && attached.AsSpan(2, before - 2).SequenceEqual(firmware.AsSpan(2, before - 2)), "something before the application changed");
            CheckHarmless(found);
        }

        // What nanoCLR would do with the whole region and with the boot part alone: load what was read here, and come to an end.
        private static void CheckHarmless(AppSegment app)
        {
            CheckRegion(app.Boot, app.BootAssemblies, []);
            CheckRegion([.. app.Boot, .. app.App], app.BootAssemblies, app.AppAssemblies);
            Require(AppSegment.Parse(app.ToBytes(), out _) == AppSegmentFault.None, "what was read cannot be written");
        }

        private static void CheckRegion(byte[] region, IReadOnlyList<PlacedPe> boot, IReadOnlyList<PlacedPe> app)
        {
            int shift = app.Count == 0 ? 0 : region.Length - app.Sum(assembly => (assembly.Header.TotalSize + 3) & ~3);
            List<int> read = [.. boot.Select(assembly => assembly.Offset), .. app.Select(assembly => shift + assembly.Offset)];
            List<int>? loaded = LoaderOracle.Walk(region);
            Require(loaded != null, "the CLR's loader would spin");
            Require(loaded!.SequenceEqual(read), "the CLR's loader finds other assemblies");
        }

        private static AttachedImage Open(byte[] bytes)
        {
            AttachFault fault = AttachedImage.Open(bytes, out AttachedImage? image, out EspImageFault imageFault, out AppSegmentFault segmentFault);
            return image ?? throw new FuzzFailureException($"a sound image was refused: {fault}, {imageFault}, {segmentFault}");
        }

        private static byte[] With(AttachedImage image, AppSegment? app)
        {
            AttachFault fault = image.With(app, Slot, out byte[]? bytes);
            return bytes ?? throw new FuzzFailureException($"the application was refused: {fault}");
        }

        private static void Require(bool holds, string claim)
        {
            if (!holds)
            {
                throw new FuzzFailureException(claim);
            }
        }

        private void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
    }
}
