using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NanoOta.Formats
{
    /// <summary>Builds signed MCUboot images, as imgtool does. The signature is random, all else the same for the same input.</summary>
    public sealed class McuBootImageBuilder
    {
        /// <summary>major.minor.revision.build.</summary>
        public Version Version { get; set; } = new(1, 0, 0, 0);

        /// <summary>Where the payload begins: 32 to 65535.</summary>
        public int HeaderSize { get; set; } = McuBootImage.HeaderSize;

        /// <summary>Flags of the header.</summary>
        public uint Flags { get; set; }

        /// <summary>Adds a protected TLV area with a security counter.</summary>
        public uint? SecurityCounter { get; set; }

        /// <summary>The image of a payload; unsigned without a key.</summary>
        public byte[] Build(ReadOnlySpan<byte> payload, ECDsa? key)
        {
            byte[] protectedArea = SecurityCounter is uint counter ? Area(McuBootImage.ProtectedTlvMagic, (0x50, BitConverter.GetBytes(counter))) : [];
            byte[] hashed = new byte[HeaderSize + payload.Length + protectedArea.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(hashed, McuBootImage.Magic);
            BinaryPrimitives.WriteUInt16LittleEndian(hashed.AsSpan(8), (ushort)HeaderSize);
            BinaryPrimitives.WriteUInt16LittleEndian(hashed.AsSpan(10), (ushort)protectedArea.Length);
            BinaryPrimitives.WriteInt32LittleEndian(hashed.AsSpan(12), payload.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(hashed.AsSpan(16), Flags);
            hashed[20] = (byte)Version.Major;
            hashed[21] = (byte)Version.Minor;
            BinaryPrimitives.WriteUInt16LittleEndian(hashed.AsSpan(22), (ushort)Math.Max(0, Version.Build));
            BinaryPrimitives.WriteInt32LittleEndian(hashed.AsSpan(24), Math.Max(0, Version.Revision));
            payload.CopyTo(hashed.AsSpan(HeaderSize));
            protectedArea.CopyTo(hashed.AsSpan(HeaderSize + payload.Length));
            byte[] digest = SHA256.HashData(hashed);
            if (key == null)
            {
                return [.. hashed, .. Area(McuBootImage.TlvMagic, (McuBootImage.Sha256, digest))];
            }

            return
            [
                .. hashed,
                .. Area(
                    McuBootImage.TlvMagic,
                    (McuBootImage.Sha256, digest),
                    (McuBootImage.KeyHash, SHA256.HashData(key.ExportSubjectPublicKeyInfo())),
                    (McuBootImage.EcdsaSignature, key.SignHash(digest, DSASignatureFormat.Rfc3279DerSequence))),
            ];
        }

        /// <summary>The 64 bytes of a key's public half, x then y.</summary>
        public static byte[] PublicKeyOf(ECDsa key)
        {
            ECPoint point = key.ExportParameters(false).Q;
            return [.. point.X!, .. point.Y!];
        }

        private static byte[] Area(int magic, params (int Type, byte[] Value)[] tlvs)
        {
            byte[] area = new byte[McuBootImage.TlvHeaderSize + tlvs.Sum(tlv => McuBootImage.TlvHeaderSize + tlv.Value.Length)];
            BinaryPrimitives.WriteUInt16LittleEndian(area, (ushort)magic);
            BinaryPrimitives.WriteUInt16LittleEndian(area.AsSpan(2), (ushort)area.Length);
            int at = McuBootImage.TlvHeaderSize;
            foreach ((int type, byte[] value) in tlvs)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(area.AsSpan(at), (ushort)type);
                BinaryPrimitives.WriteUInt16LittleEndian(area.AsSpan(at + 2), (ushort)value.Length);
                value.CopyTo(area.AsSpan(at + McuBootImage.TlvHeaderSize));
                at += McuBootImage.TlvHeaderSize + value.Length;
            }

            return area;
        }
    }
}
