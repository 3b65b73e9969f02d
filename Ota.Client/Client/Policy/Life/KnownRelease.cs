using System;

namespace NanoOta
{
    /// <summary>What the device knows of a release in one of its slots. The knowledge lies in the bytes of a record. Not thread-safe.</summary>
    /// <remarks>
    /// A release is known by its version and by its images, and the table's digest names the images. So the same images published again are the same
    /// release, under whatever revision.
    /// </remarks>
    internal sealed class KnownRelease
    {
        /// <summary>Bytes in the record.</summary>
        public const int Length = 46;

        private const int NotBelowAt = 8;
        private const int IssuedAt = 16;
        private const int SlotAt = 24;
        private const int RetryAt = 28;
        private const int DigestAt = 30;
        private const int DigestLength = 16;

        private readonly byte[] _bytes;
        private readonly int _at;

        /// <summary>The release at an offset of a record.</summary>
        public KnownRelease(byte[] bytes, int at)
        {
            _bytes = bytes;
            _at = at;
        }

        /// <summary>The version as a number of <see cref="ReleaseVersion.Parse"/>; 0 if unknown.</summary>
        public long Version
        {
            get { return LittleEndian.ReadInt64(_bytes, _at); }
            set { LittleEndian.WriteInt64(_bytes, _at, value); }
        }

        /// <summary>The lowest version that its manifest lets run, in the same form; 0 for any.</summary>
        public long NotBelow
        {
            get { return LittleEndian.ReadInt64(_bytes, _at + NotBelowAt); }
            set { LittleEndian.WriteInt64(_bytes, _at + NotBelowAt, value); }
        }

        /// <summary>The time when its manifest was signed, seconds since 1970 UTC; 0 if unknown.</summary>
        public long Issued
        {
            get { return LittleEndian.ReadInt64(_bytes, _at + IssuedAt); }
            set { LittleEndian.WriteInt64(_bytes, _at + IssuedAt, value); }
        }

        /// <summary>The slot that holds the release; 0 for none.</summary>
        public int Slot
        {
            get { return LittleEndian.ReadInt32(_bytes, _at + SlotAt); }
            set { LittleEndian.WriteInt32(_bytes, _at + SlotAt, value); }
        }

        /// <summary>The retry number of its manifest, 0 to 65535.</summary>
        public int Retry
        {
            get { return LittleEndian.ReadUInt16(_bytes, _at + RetryAt); }
            set { LittleEndian.WriteInt16(_bytes, _at + RetryAt, value); }
        }

        /// <summary>Whether its images are known; a device from the factory knows its version alone.</summary>
        public bool HasImages
        {
            get
            {
                int any = 0;
                for (int i = 0; i < DigestLength; i++)
                {
                    any |= _bytes[_at + DigestAt + i];
                }

                return any != 0;
            }
        }

        /// <summary>Keeps the first half of a digest: 128 bits tell images apart.</summary>
        public void SetImages(byte[] digest)
        {
            Array.Copy(digest, 0, _bytes, _at + DigestAt, DigestLength);
        }

        /// <summary>What <see cref="SetImages"/> kept.</summary>
        public byte[] GetImages()
        {
            byte[] digest = new byte[DigestLength];
            Array.Copy(_bytes, _at + DigestAt, digest, 0, DigestLength);
            return digest;
        }

        /// <summary>Whether these are its images.</summary>
        public bool HasImagesOf(byte[] digest)
        {
            return Bits.AreEqual(_bytes, _at + DigestAt, digest, 0, DigestLength);
        }

        /// <summary>Whether an offered release is this one.</summary>
        public bool Is(long version, byte[] digest)
        {
            return version == Version && (HasImagesOf(digest) || !HasImages);
        }

        /// <summary>Becomes the release of a manifest.</summary>
        public void Set(Manifest manifest, ManifestImage image, int slot)
        {
            Version = ReleaseVersion.Parse(manifest.Version);
            NotBelow = manifest.NotBelow;
            Issued = manifest.Issued;
            Retry = manifest.Retry;
            Slot = slot;
            SetImages(image.TableDigest);
        }

        /// <summary>Copies all of another one.</summary>
        public void Take(KnownRelease other)
        {
            Array.Copy(other._bytes, other._at, _bytes, _at, Length);
        }

        /// <summary>Nothing is known any more.</summary>
        public void Clear()
        {
            Array.Clear(_bytes, _at, Length);
        }
    }
}
