using System;

namespace NanoOta
{
    /// <summary>Reads a section of a delta file through a window of 304 bytes. No more of the file is ever in memory.</summary>
    /// <remarks>
    /// The readers of sections and payloads build on the stream. A failed read leaves its code in <see cref="Failure"/>; only a <see cref="MoveTo"/>
    /// takes the code away. Not thread-safe.
    /// </remarks>
    public class DeltaStream
    {
        /// <summary>Bytes of the window.</summary>
        public const int WindowLength = 304;

        // The window holds the file's bytes up to _fileAt. The bytes [At, Stop) may be taken now, and Rest more after them. The bytes [Stop, _loaded)
        // lie in the window and must not be taken yet. The loops over payloads keep copies, so these are fields.
        internal readonly byte[] Window = new byte[WindowLength];
        internal int At;
        internal int Stop;
        internal int Rest;

        private readonly IDeltaFile _file;
        private int _loaded;
        private int _fileAt;
        private int _end;

        internal DeltaStream(IDeltaFile file)
        {
            _file = file;
        }

        /// <summary>Why the last read failed; <see cref="OtaResult.Ok"/> when no read has failed.</summary>
        internal OtaResult Failure;

        /// <summary>Goes to an offset of the file. Bytes that the window has are kept. Nothing at or behind <paramref name="end"/> will be read.</summary>
        internal void MoveTo(int offset, int end)
        {
            int at = _loaded - (_fileAt - offset);
            if (at < At || at > _loaded)
            {
                _loaded = 0;
                at = 0;
                _fileAt = offset;
            }

            if (_fileAt > end && at <= _loaded - (_fileAt - end))
            {
                // What the window has from behind the end is not to be taken, either.
                _loaded -= _fileAt - end;
                _fileAt = end;
            }

            At = at;
            Stop = at;
            Rest = 0;
            _end = end;
            Failure = OtaResult.Ok;
        }

        /// <summary>Lets the next <paramref name="count"/> bytes be taken, and no byte after them.</summary>
        internal void Allow(int count)
        {
            int there = _loaded - At;
            int now = count < there ? count : there;
            Stop = At + now;
            Rest = count - now;
        }

        /// <summary>Takes bytes, whether they are allowed or not.</summary>
        internal bool Take(byte[] target, int index, int count)
        {
            Allow(count);
            return Copy(target, index, count);
        }

        /// <summary>Takes allowed bytes. Long runs go past the window, so that a server's body is read in large pieces.</summary>
        protected bool Copy(byte[] target, int index, int count)
        {
            while (count > 0)
            {
                int taken = Stop - At;
                if (taken == 0 && count >= WindowLength)
                {
                    taken = Fetch(target, index, count < Rest ? count : Rest);
                    if (taken < 1)
                    {
                        return false;
                    }

                    _loaded = 0;
                    At = 0;
                    Stop = 0;
                    Rest -= taken;
                }
                else if (taken == 0)
                {
                    if (!Load())
                    {
                        return false;
                    }
                }
                else
                {
                    taken = taken < count ? taken : count;
                    Array.Copy(Window, At, target, index, taken);
                    At += taken;
                }

                index += taken;
                count -= taken;
            }

            return true;
        }

        /// <summary>Takes an allowed byte; -1 after a failure.</summary>
        protected int Next()
        {
            return At == Stop && !Load() ? -1 : Window[At++];
        }

        /// <summary>Takes a number: LEB128 (DWARF 5, 7.6), unsigned, at most 4 bytes; -1 after a failure.</summary>
        protected int NextNumber()
        {
            int value = 0;
            for (int shift = 0; shift < 28; shift += 7)
            {
                int b = Next();
                if (b < 128)
                {
                    return b < 0 ? b : value | (b << shift);
                }

                value |= (b & 127) << shift;
            }

            return Fail(OtaResult.DeltaMalformed);
        }

        /// <summary>Keeps the first failure's code. -1, which is what failed reads return.</summary>
        protected int Fail(OtaResult failure)
        {
            if (Failure == OtaResult.Ok)
            {
                Failure = failure;
            }

            return -1;
        }

        // Called when there is nothing to take in the window: gets more, or fails.
        internal bool Load()
        {
            int read = Fetch(Window, 0, WindowLength);
            if (read < 1)
            {
                return false;
            }

            _loaded = read;
            At = 0;
            Stop = read < Rest ? read : Rest;
            Rest -= Stop;
            return true;
        }

        // Bytes that were read; below 1 after a failure.
        private int Fetch(byte[] buffer, int index, int count)
        {
            int left = _end - _fileAt;
            if (Failure != OtaResult.Ok || Rest == 0 || left < 1)
            {
                return Fail(OtaResult.DeltaMalformed);
            }

            int read = _file.Read(_fileAt, _end, buffer, index, left < count ? left : count);
            if (read < 1)
            {
                return Fail(read == 0 ? OtaResult.DeltaMalformed : (OtaResult)(-read));
            }

            _fileAt += read;
            return read;
        }
    }
}
