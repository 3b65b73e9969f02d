using System;

namespace NanoOta.Tests
{
    /// <summary>A slot that cannot be read, in memory, with a session that may have come some way.</summary>
    internal sealed class MemorySession : ISessionSlot
    {
        private int _position;

        /// <summary>A slot of that many bytes.</summary>
        public MemorySession(int capacity)
        {
            Bytes = new byte[capacity];
        }

        /// <summary>What the slot holds.</summary>
        public byte[] Bytes { get; }

        /// <summary>How far an earlier session came, or a negated result.</summary>
        public int Start { get; set; }

        /// <summary>The length that the session was opened for; 0 before.</summary>
        public int ImageLength { get; private set; }

        /// <summary>The first bytes of the image, as the session got them.</summary>
        public byte[] Head { get; private set; }

        /// <summary>How often the session was opened.</summary>
        public int Resumes { get; private set; }

        /// <summary>Bytes written.</summary>
        public int Written { get; private set; }

        /// <summary>What writes fail with.</summary>
        public OtaResult WriteFault { get; set; }

        /// <summary>What the end fails with.</summary>
        public OtaResult EndFault { get; set; }

        /// <summary>How often the session was ended.</summary>
        public int Ends { get; private set; }

        /// <summary>How often the session was given up.</summary>
        public int Aborts { get; private set; }

        /// <inheritdoc/>
        public int Capacity => Bytes.Length;

        /// <inheritdoc/>
        public int Resume(int imageLength, byte[] head, int count)
        {
            Resumes++;
            ImageLength = imageLength;
            Head = new byte[count];
            Array.Copy(head, 0, Head, 0, count);
            _position = Start;
            return Start;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            if (WriteFault == OtaResult.Ok)
            {
                Array.Copy(buffer, index, Bytes, _position, count);
                _position += count;
                Written += count;
            }

            return WriteFault;
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            Ends++;
            return EndFault;
        }

        /// <inheritdoc/>
        public void Abort()
        {
            Aborts++;
        }
    }
}
