using System.Buffers.Binary;

namespace NanoOta.Formats
{
    /// <summary>
    /// An ESP-IDF image, taken apart to change the attached application. Everything before the application stays, but for the number of
    /// segments. Source of the padding: esptool (elf2image --secure-pad-v2). Immutable.
    /// </summary>
    public sealed class AttachedImage
    {
        /// <summary>Bytes that signing adds to an image for secure boot v2, behind its end at a multiple of 64 KiB.</summary>
        public const int SignatureSize = 0x1000;

        private const int SignatureAlignment = 0x1000;
        private const byte SignatureMagic = 0xE7;

        private readonly byte[] _header;
        private readonly EspSegmentData[] _firmware;
        private readonly int _pageSize;

        private readonly AttachFault _behind;

        private AttachedImage(byte[] header, EspImageInfo info, EspSegmentData[] firmware, AppSegment? app, bool isPadded, int pageSize, AttachFault behind)
        {
            _behind = behind;
            _header = header;
            Info = info;
            _firmware = firmware;
            App = app;
            IsPadded = isPadded;
            _pageSize = pageSize;
        }

        /// <summary>What the bootloader's check says of the image that was read.</summary>
        public EspImageInfo Info { get; }

        /// <summary>The application; null when there is none.</summary>
        public AppSegment? App { get; }

        /// <summary>The image ends in the padding of secure boot v2, and has to be signed after the writing.</summary>
        public bool IsPadded { get; }

        /// <summary>The segments of the firmware: all but the application and the padding.</summary>
        public IReadOnlyList<EspSegmentData> Firmware => _firmware;

        /// <summary>The image is signed for secure boot v2. A signed image can be read, and not be changed.</summary>
        public bool IsSigned => _behind == AttachFault.AlreadySigned;

        /// <summary>Takes an image for any chip apart.</summary>
        /// <param name="bytes">The image, and what follows the image.</param>
        /// <param name="image">What the image is made of.</param>
        /// <param name="imageFault">With <see cref="AttachFault.Image"/>, what the bootloader would say.</param>
        /// <param name="segmentFault">With <see cref="AttachFault.App"/>, what is wrong with the application.</param>
        public static AttachFault Open(ReadOnlySpan<byte> bytes, out AttachedImage? image, out EspImageFault imageFault, out AppSegmentFault segmentFault)
        {
            image = null;
            segmentFault = AppSegmentFault.None;
            int chip = bytes.Length < EspImage.HeaderSize ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]);
            imageFault = EspImage.Verify(bytes, chip, out EspImageInfo? info);
            if (info == null)
            {
                return AttachFault.Image;
            }

            List<EspSegmentData> firmware = [];
            int apps = 0;
            foreach (EspSegment segment in info.Segments)
            {
                ReadOnlySpan<byte> data = bytes.Slice(segment.Offset, segment.Length);
                if (segment.LoadAddress == AppSegment.LoadAddress && AppSegment.IsSegment(data))
                {
                    apps++;
                }
                else
                {
                    firmware.Add(new EspSegmentData(segment.LoadAddress, data.ToArray()));
                }
            }

            segmentFault = AppSegment.Find(bytes, info, out AppSegment? app);
            if (apps > 1)
            {
                return AttachFault.TwoApps;
            }

            if (apps == 1 && app == null)
            {
                return AttachFault.App;
            }

            int pageSize = EspImage.PageSizeOf(EspMemory.For(chip), info.Description, bytes);
            bool endsInZeros = firmware.Count > 0 && firmware[^1].LoadAddress == 0 && !firmware[^1].Data.Span.ContainsAnyExcept((byte)0);
            bool isPadded = endsInZeros && bytes[EspImage.HashAppendedOffset] != 0 && info.Length % pageSize == 0;
            if (endsInZeros && !isPadded)
            {
                return AttachFault.Padding;
            }

            if (isPadded)
            {
                firmware.RemoveAt(firmware.Count - 1);
            }

            image = new AttachedImage(bytes[..EspImage.HeaderSize].ToArray(), info, [.. firmware], app, isPadded, pageSize, FindBehind(bytes, info.Length));
            return AttachFault.None;
        }

        /// <summary>The image with another application, or without one.</summary>
        /// <param name="app">The application; null for none.</param>
        /// <param name="slotSize">Bytes of the smallest slot that the image is for.</param>
        /// <param name="bytes">The image. One for secure boot v2 is to be signed.</param>
        public AttachFault With(AppSegment? app, int slotSize, out byte[]? bytes)
        {
            bytes = null;
            if (_behind != AttachFault.None)
            {
                return _behind;
            }

            bool hasDigest = _header[EspImage.HashAppendedOffset] != 0;
            List<EspSegmentData> segments = [.. _firmware];
            if (app != null)
            {
                int offset = (int)EspImageWriter.EndOf(segments) + EspImage.SegmentHeaderSize;
                segments.Add(new EspSegmentData(AppSegment.LoadAddress, app.ToBytes(offset, hasDigest)));
            }

            if (segments.Count + (IsPadded ? 1 : 0) > EspImage.MaxSegments)
            {
                return AttachFault.Segments;
            }

            if (IsPadded)
            {
                segments.Add(EspImageWriter.SecurePadding(segments, _pageSize));
            }

            if (EspImageWriter.LengthOf(segments, hasDigest) + (IsPadded ? SignatureSize : 0) > slotSize)
            {
                return AttachFault.SlotSize;
            }

            byte[] written = EspImageWriter.Write(_header, segments);
            if (EspImage.Verify(written, Info.ChipId, out _) != EspImageFault.None)
            {
                return AttachFault.Order;
            }

            bytes = written;
            return AttachFault.None;
        }

        private static AttachFault FindBehind(ReadOnlySpan<byte> bytes, int length)
        {
            ReadOnlySpan<byte> behind = bytes[length..];
            if (!behind.ContainsAnyExcept((byte)0xFF))
            {
                return AttachFault.None;
            }

            int sector = (length + SignatureAlignment - 1) / SignatureAlignment * SignatureAlignment;
            return sector < bytes.Length && bytes[sector] == SignatureMagic ? AttachFault.AlreadySigned : AttachFault.Trailing;
        }
    }
}
