using System;

namespace NanoOta
{
    /// <summary>
    /// Makes a chunk out of its payload in a delta file (format D1, docs/FORMAT.md). A payload copies from the old image and from the new one. The
    /// payload also has literal bytes, and fixes of single bytes.
    /// </summary>
    /// <remarks>
    /// Nothing in a payload is trusted. Every number is bounded before anything is read or written by that number. Each step takes a byte of the
    /// payload, so a payload bounds its own work. Only the digest says whether the chunk is right. Not thread-safe.
    /// </remarks>
    public class PayloadDecoder : DeltaStream
    {
        /// <summary>Bytes of the longest payload: a chunk of literals. What saves nothing is sent so.</summary>
        public const int MaxPayload = ChunkDigest.BufferLength + 3;

        /// <summary>Differences that a section lists, so that a fix can name one in 4 bits.</summary>
        public const int DeltaCount = 15;

        /// <summary>The buffer that chunks are decoded into.</summary>
        internal readonly byte[] Chunk;

        private const int ShortestCopy = 3;

        private readonly ISlotImages _images;

        /// <summary>A decoder of payloads of <paramref name="file"/> into <paramref name="chunk"/>, a buffer of 4096 bytes.</summary>
        public PayloadDecoder(IDeltaFile file, ISlotImages images, byte[] chunk)
            : base(file)
        {
            _images = images;
            Chunk = chunk;
        }

        /// <summary>The section's differences, T[0] to T[14] of the format, from this index on of <see cref="Deltas"/>.</summary>
        internal int DeltasAt;

        /// <summary>The bytes that hold the section's differences.</summary>
        internal byte[] Deltas;

        /// <summary>Bytes of the old image that payloads may copy; 0 for none.</summary>
        internal int OldLength;

        /// <summary>Whether payloads may copy the new image below their chunk.</summary>
        internal bool ReadsNew;

        /// <summary>
        /// Decodes the next <paramref name="payload"/> bytes of the file. The chunk has <paramref name="length"/> bytes, 1 to 4096, and begins
        /// at <paramref name="offset"/> of the new image.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.DeltaMalformed"/>, or an error of the file or of an image. After an error the
        /// buffer holds anything.
        /// </returns>
        internal OtaResult Decode(int payload, int offset, int length)
        {
            Allow(payload);
            return Copies(offset, length) && Fixes(length) ? OtaResult.Ok : Failure;
        }

        // The loops take the window's bytes by themselves: a call for each of them would double their cost.
        private bool Copies(int offset, int length)
        {
            byte[] window = Window;
            int at = At;
            int stop = Stop;
            int done = 0;

            // Where the old image goes on if nothing was inserted or left out.
            int expected = offset;
            while (done < length)
            {
                if (at == stop)
                {
                    if (!Load())
                    {
                        return false;
                    }

                    at = 0;
                    stop = Stop;
                }

                int token = window[at++];
                int count = token >> 4;
                if (count != 0)
                {
                    if (count == 15 || count > stop - at)
                    {
                        At = at;
                        count = Literals(count, done, length);
                        if (count < 0)
                        {
                            return false;
                        }

                        at = At;
                        stop = Stop;
                    }
                    else if (count > length - done)
                    {
                        return Malformed();
                    }
                    else
                    {
                        Array.Copy(window, at, Chunk, done, count);
                        at += count;
                    }

                    done += count;
                    expected += count;
                    if (done == length)
                    {
                        break;
                    }
                }

                count = (token & 15) + ShortestCopy;
                if (count == 15 + ShortestCopy)
                {
                    At = at;
                    int more = NextNumber();
                    if (more < 0)
                    {
                        return false;
                    }

                    count += more;
                    at = At;
                    stop = Stop;
                }

                // As NextNumber does.
                int from = 0;
                int shift = 0;
                int b;
                do
                {
                    if (at == stop)
                    {
                        if (!Load())
                        {
                            return false;
                        }

                        at = 0;
                        stop = Stop;
                    }

                    b = window[at++];
                    from |= (b & 127) << shift;
                    shift += 7;
                }
                while (b > 127 && shift < 28);

                if (b > 127 || count > length - done)
                {
                    return Malformed();
                }

                OtaResult copied;
                if ((from & 1) != 0)
                {
                    copied = CopyNew(offset, done, (from >> 1) + 1, count);
                    expected += count;
                }
                else
                {
                    from = (from & 2) != 0 ? expected - (from >> 2) - 1 : expected + (from >> 2);
                    copied = from < 0 || from > OldLength - count ? OtaResult.DeltaMalformed : _images.ReadRunning(from, Chunk, done, count);
                    expected = from + count;
                }

                if (copied != OtaResult.Ok)
                {
                    Fail(copied);
                    return false;
                }

                done += count;
            }

            At = at;
            return true;
        }

        // Literals that are many, or not all in the window. The number of them; -1 after a failure.
        private int Literals(int count, int done, int length)
        {
            if (count == 15)
            {
                int more = NextNumber();
                if (more < 0)
                {
                    return more;
                }

                count += more;
            }

            if (count > length - done)
            {
                return Fail(OtaResult.DeltaMalformed);
            }

            return Copy(Chunk, done, count) ? count : -1;
        }

        // The bytes below the chunk are final and come from the slot. The rest is in the buffer, and its fixes are not made yet.
        private OtaResult CopyNew(int offset, int done, int distance, int count)
        {
            int from = done - distance;
            if (from < 0)
            {
                if (!ReadsNew || distance > offset + done)
                {
                    return OtaResult.DeltaMalformed;
                }

                int below = count < -from ? count : -from;
                OtaResult result = _images.ReadStaged(offset + from, Chunk, done, below);
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                done += below;
                from += below;
                count -= below;
            }

            // A source that overlaps its target repeats: each round copies all that there is of the pattern.
            while (count > 0)
            {
                int there = done - from;
                int copied = there < count ? there : count;
                Array.Copy(Chunk, from, Chunk, done, copied);
                done += copied;
                count -= copied;
            }

            return OtaResult.Ok;
        }

        private bool Fixes(int length)
        {
            byte[] window = Window;
            byte[] chunk = Chunk;
            int at = At;
            int place = 0;
            while (at < Stop || Rest > 0)
            {
                if (at == Stop)
                {
                    if (!Load())
                    {
                        return false;
                    }

                    at = 0;
                }

                int fix = window[at++];
                int gap = fix >> 4;
                if (gap >= 14)
                {
                    // The record of a method in a nanoFramework assembly has 16 bytes: the common gap.
                    int more = 1;
                    if (gap == 15)
                    {
                        At = at;
                        more = NextNumber();
                        at = At;
                        if (more < 0)
                        {
                            return false;
                        }
                    }

                    gap = 14 + more;
                }

                fix &= 15;
                int difference;
                if (fix == DeltaCount)
                {
                    At = at;
                    difference = Next();
                    at = At;
                    if (difference < 0)
                    {
                        return false;
                    }
                }
                else
                {
                    difference = Deltas[DeltasAt + fix];
                }

                place += gap;
                if (place >= length)
                {
                    return Malformed();
                }

                chunk[place] = (byte)(chunk[place] + difference);
                place++;
            }

            At = at;
            return true;
        }

        // The code of what failed before counts.
        private bool Malformed()
        {
            Fail(OtaResult.DeltaMalformed);
            return false;
        }
    }
}
