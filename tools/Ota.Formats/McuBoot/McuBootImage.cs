using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NanoOta.Formats
{
    /// <summary>Reads and checks signed MCUboot images. Source: MCUboot's design.md, image.h and imgtool.</summary>
    public static class McuBootImage
    {
        /// <summary>The first four bytes, little-endian.</summary>
        public const uint Magic = 0x96F3B83D;

        /// <summary>Bytes of the header's fields.</summary>
        public const int HeaderSize = 32;

        /// <summary>SHA-256 of the public key, as SubjectPublicKeyInfo.</summary>
        public const int KeyHash = 0x01;

        /// <summary>SHA-256 of header, payload and protected TLVs.</summary>
        public const int Sha256 = 0x10;

        /// <summary>Signature of that digest, DER.</summary>
        public const int EcdsaSignature = 0x22;

        internal const int TlvMagic = 0x6907;
        internal const int ProtectedTlvMagic = 0x6908;
        internal const int TlvHeaderSize = 4;
        internal const int DigestSize = 32;

        // Encrypted (two ciphers), non-bootable, copied to RAM.
        private const uint RefusedFlags = 0x04 | 0x08 | 0x10 | 0x20;

        /// <summary>Whether bytes begin as an image does.</summary>
        public static bool IsImage(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic;

        /// <summary>Checks the structure and the SHA-256 of an image at the start of some bytes. What follows the image is not looked at.</summary>
        public static McuBootFault Check(ReadOnlySpan<byte> bytes, out McuBootInfo? info)
        {
            info = null;
            McuBootFault fault = Parse(bytes, out McuBootInfo? parsed, out int hashed);
            if (fault != McuBootFault.None)
            {
                return fault;
            }

            if (parsed!.Digest.Length == 0 || !SHA256.HashData(bytes[..hashed]).AsSpan().SequenceEqual(parsed.Digest))
            {
                return McuBootFault.Digest;
            }

            info = parsed;
            return McuBootFault.None;
        }

        /// <summary>Checks all of an image, its signature by a public key of 64 bytes too.</summary>
        public static McuBootFault Verify(ReadOnlySpan<byte> bytes, byte[] publicKey, out McuBootInfo? info)
        {
            McuBootFault fault = Check(bytes, out info);
            return fault == McuBootFault.None ? CheckSignature(bytes, info!, publicKey) : fault;
        }

        /// <summary>Checks the signature of an image that is sound otherwise.</summary>
        public static McuBootFault CheckSignature(ReadOnlySpan<byte> bytes, McuBootInfo info, byte[] publicKey)
        {
            McuBootTlv[] signatures = [.. info.Tlvs.Where(tlv => tlv.Type == EcdsaSignature && !tlv.IsProtected)];
            if (signatures.Length == 0)
            {
                return McuBootFault.NotSigned;
            }

            using ECDsa key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = publicKey[..32], Y = publicKey[32..] },
            });
            byte[] hash = SHA256.HashData(key.ExportSubjectPublicKeyInfo());
            foreach (McuBootTlv tlv in info.Tlvs)
            {
                if (tlv.Type == KeyHash && !bytes.Slice(tlv.Offset, tlv.Length).SequenceEqual(hash))
                {
                    return McuBootFault.Key;
                }
            }

            ReadOnlySpan<byte> signature = bytes.Slice(signatures[0].Offset, signatures[0].Length);
            return key.VerifyHash(info.Digest, signature, DSASignatureFormat.Rfc3279DerSequence) ? McuBootFault.None : McuBootFault.Signature;
        }

        private static McuBootFault Parse(ReadOnlySpan<byte> bytes, out McuBootInfo? info, out int hashed)
        {
            info = null;
            hashed = 0;
            if (!IsImage(bytes))
            {
                return McuBootFault.Magic;
            }

            if (bytes.Length < HeaderSize)
            {
                return McuBootFault.Truncated;
            }

            int headerSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
            int protectedSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
            uint payload = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
            uint flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
            if (headerSize < HeaderSize)
            {
                return McuBootFault.Magic;
            }

            if ((flags & RefusedFlags) != 0)
            {
                return McuBootFault.Flags;
            }

            if (headerSize + (long)payload + protectedSize + TlvHeaderSize > bytes.Length)
            {
                return McuBootFault.Truncated;
            }

            int at = headerSize + (int)payload;
            hashed = at + protectedSize;
            List<McuBootTlv> tlvs = [];
            McuBootFault fault = protectedSize == 0 ? McuBootFault.None : ReadArea(bytes, ProtectedTlvMagic, ref at, tlvs);
            if (fault == McuBootFault.None)
            {
                fault = at == hashed ? ReadArea(bytes, TlvMagic, ref at, tlvs) : McuBootFault.Tlv;
            }

            if (fault != McuBootFault.None)
            {
                return fault;
            }

            McuBootTlv digest = tlvs.Find(tlv => tlv.Type == Sha256 && tlv.Length == DigestSize);
            info = new McuBootInfo(
                at,
                headerSize,
                (int)payload,
                flags,
                $"{bytes[20]}.{bytes[21]}.{BinaryPrimitives.ReadUInt16LittleEndian(bytes[22..])}.{BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..])}",
                bytes.Slice(digest.Offset, digest.Length).ToArray(),
                tlvs);
            return McuBootFault.None;
        }

        private static McuBootFault ReadArea(ReadOnlySpan<byte> bytes, int magic, ref int at, List<McuBootTlv> tlvs)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) != magic)
            {
                return McuBootFault.Tlv;
            }

            int end = at + BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
            if (end > bytes.Length)
            {
                return McuBootFault.Truncated;
            }

            at += TlvHeaderSize;
            while (at < end)
            {
                if (at + TlvHeaderSize > end)
                {
                    return McuBootFault.Tlv;
                }

                int type = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
                int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
                at += TlvHeaderSize;
                if (at + length > end)
                {
                    return McuBootFault.Tlv;
                }

                tlvs.Add(new McuBootTlv(type, at, length, magic == ProtectedTlvMagic));
                at += length;
            }

            return at == end ? McuBootFault.None : McuBootFault.Tlv;
        }
    }
}
