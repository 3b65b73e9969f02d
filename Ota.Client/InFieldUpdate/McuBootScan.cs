using System;

namespace NanoOta
{
    /// <summary>
    /// Reads a signed MCUboot image on its way to the slot. The header comes first, the TLV area with the image's digest last. The platform hashes
    /// the bytes between. Not thread-safe.
    /// </summary>
    /// <remarks>Source: MCUboot's design document and image.h.</remarks>
    internal sealed class McuBootScan
    {
        public const int HeaderLength = 32;
        public const int DigestLength = 32;

        private const int Magic = unchecked((int)0x96F3B83D);
        private const int TlvHeaderLength = 4;
        private const int MaxTail = 4096;
        private const int EspImageMagic = 0xE9;
        private const int EspChipAt = 12;
        private const int ProtectedMagic = 0x6908;
        private const int TlvMagic = 0x6907;
        private const int TypeSha256 = 0x10;
        private const int TypeEcdsa = 0x22;

        // Encrypted (two ciphers), non-bootable, copied to RAM: nothing that In-Field Update starts.
        private const int RefusedFlags = 0x04 | 0x08 | 0x10 | 0x20;

        private byte[] _tail = new byte[0];
        private int _protectedLength;
        private int _taken;
        private int _imageLength;

        /// <summary>Where the payload ends and the TLV areas begin.</summary>
        public int TailOffset { get; private set; }

        /// <summary>The image's SHA-256 from its TLV; valid once <see cref="Finish"/> has said Ok.</summary>
        public byte[] Digest { get; } = new byte[DigestLength];

        /// <summary>Whether a MCUboot image begins so: 4 bytes or more.</summary>
        public static bool IsHeader(byte[] head)
        {
            return LittleEndian.ReadInt32(head, 0) == Magic;
        }

        /// <summary>
        /// Judges the first bytes of an image. <paramref name="chip"/> is that of the device, -1 if unknown; a payload that is no ESP-IDF image
        /// names none.
        /// </summary>
        public OtaResult Begin(byte[] head, int count, int imageLength, int chip)
        {
            _taken = 0;
            if (count < HeaderLength || imageLength <= HeaderLength)
            {
                return OtaResult.SlotImageTruncated;
            }

            int headerLength = LittleEndian.ReadUInt16(head, 8);
            if (!IsHeader(head) || headerLength < HeaderLength || (head[16] & RefusedFlags) != 0)
            {
                return OtaResult.SlotImageInvalid;
            }

            // 2 GB and more is more than any slot has.
            int payload = head[15] < 0x80 ? LittleEndian.ReadInt32(head, 12) : int.MaxValue;
            _protectedLength = LittleEndian.ReadUInt16(head, 10);
            if (payload > imageLength - headerLength - _protectedLength - TlvHeaderLength)
            {
                return OtaResult.SlotImageTruncated;
            }

            TailOffset = headerLength + payload;
            _imageLength = imageLength;
            if (imageLength - TailOffset > MaxTail)
            {
                return OtaResult.SlotImageInvalid;
            }

            bool isEsp = headerLength + EspChipAt + 2 <= count && head[headerLength] == EspImageMagic;
            if (isEsp && chip >= 0 && LittleEndian.ReadUInt16(head, headerLength + EspChipAt) != chip)
            {
                return OtaResult.SlotImageChip;
            }

            _tail = new byte[imageLength - TailOffset];
            return OtaResult.Ok;
        }

        /// <summary>Sees bytes of the image; those before the TLV areas are let pass.</summary>
        public void Take(int position, byte[] buffer, int index, int count)
        {
            int from = position < TailOffset ? TailOffset - position : 0;
            int room = _imageLength - position;
            int end = count < room ? count : room;
            if (from < end)
            {
                Array.Copy(buffer, index + from, _tail, position + from - TailOffset, end - from);
                _taken += end - from;
            }
        }

        /// <summary>All has passed by: judges the TLV areas.</summary>
        public OtaResult Finish()
        {
            if (_taken < _tail.Length)
            {
                return OtaResult.SlotImageTruncated;
            }

            int at = 0;
            if (_protectedLength > 0)
            {
                if (LittleEndian.ReadUInt16(_tail, 0) != ProtectedMagic || LittleEndian.ReadUInt16(_tail, 2) != _protectedLength)
                {
                    return OtaResult.SlotImageInvalid;
                }

                at = _protectedLength;
            }

            if (LittleEndian.ReadUInt16(_tail, at) != TlvMagic)
            {
                return OtaResult.SlotImageInvalid;
            }

            int end = at + LittleEndian.ReadUInt16(_tail, at + 2);
            if (end != _tail.Length)
            {
                return end > _tail.Length ? OtaResult.SlotImageTruncated : OtaResult.SlotImageInvalid;
            }

            return ReadTlvs(at + TlvHeaderLength, end);
        }

        private OtaResult ReadTlvs(int at, int end)
        {
            bool hasDigest = false;
            bool isSigned = false;
            while (at < end)
            {
                int length = at + TlvHeaderLength <= end ? LittleEndian.ReadUInt16(_tail, at + 2) : end;
                if (at + TlvHeaderLength + length > end)
                {
                    return OtaResult.SlotImageInvalid;
                }

                int type = LittleEndian.ReadUInt16(_tail, at);
                at += TlvHeaderLength;
                if (type == TypeSha256 && length == DigestLength)
                {
                    hasDigest = true;
                    Array.Copy(_tail, at, Digest, 0, DigestLength);
                }

                isSigned = isSigned || (type == TypeEcdsa && length > 0);
                at += length;
            }

            if (!hasDigest)
            {
                return OtaResult.SlotImageInvalid;
            }

            return isSigned ? OtaResult.Ok : OtaResult.SlotImageUnsigned;
        }
    }
}
