using System;

namespace NanoOta.Tests
{
    /// <summary>A delta file and the two images that it is about, in memory.</summary>
    internal sealed class MemoryDelta : IDeltaFile, ISlotImages
    {
        private readonly byte[] _file;

        /// <summary>A file and its images.</summary>
        public MemoryDelta(byte[] file, byte[] oldImage, byte[] newImage)
        {
            _file = file;
            Old = oldImage;
            New = newImage;
        }

        /// <summary>The image that runs.</summary>
        public readonly byte[] Old;

        /// <summary>The image that is being made.</summary>
        public readonly byte[] New;

        /// <summary>Bytes that a read gives at most; 0 for as many as asked for.</summary>
        public int Step;

        /// <summary>What reads of an image give.</summary>
        public OtaResult ImageFault;

        /// <inheritdoc/>
        public int Read(int offset, int end, byte[] buffer, int index, int count)
        {
            int left = (end < _file.Length ? end : _file.Length) - offset;
            int read = left < count ? left : count;
            if (Step > 0 && read > Step)
            {
                read = Step;
            }

            if (read < 1)
            {
                return -(int)OtaResult.DeltaMalformed;
            }

            Array.Copy(_file, offset, buffer, index, read);
            return read;
        }

        /// <inheritdoc/>
        public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count)
        {
            Array.Copy(Old, offset, buffer, index, count);
            return ImageFault;
        }

        /// <inheritdoc/>
        public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
        {
            Array.Copy(New, offset, buffer, index, count);
            return ImageFault;
        }
    }
}
