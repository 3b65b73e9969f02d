using System.Collections.Concurrent;
using NanoOta.Formats;

namespace NanoOta.Sweep.Life
{
    /// <summary>The files of the releases, made once a process: images of 8 KiB that have little in common. Thread-safe.</summary>
    public static class LifeImages
    {
        private const int PayloadLength = 6000;
        private const int Growth = 5000;

        private static readonly SteadyKey _mcuBoot = new("MCUboot");
        private static readonly ConcurrentDictionary<(LifeBoardKind Board, long Revision, int NotBelow), SweepRelease> _made = [];

        private static readonly ConcurrentDictionary<(LifeBoardKind Board, int Number), byte[]> _images = [];

        /// <summary>The key that is compiled into MCUboot.</summary>
        public static byte[] McuBootKey { get; } = McuBootImageBuilder.PublicKeyOf(_mcuBoot);

        /// <summary>An image for MCUboot.</summary>
        public static byte[] SignForMcuBoot(int number, byte[] payload) =>
            new McuBootImageBuilder { Version = new Version(number, 0, 0, 0) }.Build(payload, _mcuBoot);

        /// <summary>The release of a story as a server has it.</summary>
        public static SweepRelease Of(LifeBoardKind board, LifeRelease release) =>
            _made.GetOrAdd((board, release.Revision, release.NotBelow), _ => Make(board, release.Number, release.Revision, release.NotBelow));

        private static SweepRelease Make(LifeBoardKind board, int number, long revision, int notBelow)
        {
            string version = LifeRelease.VersionOf(number);
            return ReleaseSet.Make(
                version,
                revision,
                _images.GetOrAdd((board, number), _ => MakeImage(board, number)),
                manifest => notBelow == 0 ? manifest : manifest with { NotBelow = LifeRelease.VersionOf(notBelow) });
        }

        private static byte[] MakeImage(LifeBoardKind board, int number) => board switch
        {
            LifeBoardKind.OtaSlots => Firmware(LifeRelease.VersionOf(number), number),
            LifeBoardKind.Stock => App(number, Growth),
            _ => SignForMcuBoot(number, Firmware(LifeRelease.VersionOf(number), number)),
        };

        // A boot part and an application that stand for programs: delegates run in their place.
        private static byte[] Firmware(string version, int number)
        {
            AppSegment.Create(Assembly("Updater", 1, 64), App(number), out AppSegment? segment);
            byte[] carrier = new EspImageBuilder { Version = version, ProjectName = ReleaseSet.Product }.AddSegment(Noise(number, PayloadLength / 4)).Build();
            AttachedImage.Open(carrier, out AttachedImage? image, out _, out _);
            image!.With(segment!, int.MaxValue, out byte[]? bytes);
            return bytes ?? throw new InvalidOperationException("The application cannot be attached.");
        }

        // Each release is larger than the one before: on a full drive it does not fit into that one's room.
        private static byte[] App(int number, int growth = 0) => Assembly("Life", number, PayloadLength + (growth * number));

        private static byte[] Assembly(string name, int number, int length)
        {
            byte[] bytes = new PeWriter { Name = name, Version = new Version(number, 0, 0, 0), HasEntryPoint = true, Payload = Noise(number, length) }.Write();
            Array.Resize(ref bytes, (bytes.Length + 3) & ~3);
            return bytes;
        }

        private static byte[] Noise(int seed, int length)
        {
            byte[] noise = new byte[length];
            new Random(seed).NextBytes(noise);
            return noise;
        }
    }
}
