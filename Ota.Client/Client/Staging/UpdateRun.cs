using System.Threading;

namespace NanoOta
{
    /// <summary>What the parts of a client share while one operation runs: ports, cancelling, counting, waiting.</summary>
    internal sealed class UpdateRun
    {
        // A server that asks for more patience, in seconds, is left alone until a later check.
        private const int LongestPatience = 60;

        // Long waits are cut into these, so that a cancellation is seen soon.
        private const int WaitSlice = 200;

        private int _cancelled;

        public UpdateRun(OtaOptions options, OtaPorts ports)
        {
            Options = options;
            Ports = ports;
        }

        public readonly OtaOptions Options;

        public readonly OtaPorts Ports;

        public readonly OtaCounters Counters = new OtaCounters();

        /// <summary>The bounds of all attempts.</summary>
        public readonly AttemptBounds Attempts = new AttemptBounds();

        /// <summary>The same while an attempt runs; null while none does.</summary>
        public AttemptBounds Attempt;

        /// <summary>The settings that the last check found in the manifest of what runs; null for none.</summary>
        public JsonFields Settings;

        /// <summary>Whether the attempt has used up its time or its bytes.</summary>
        public bool IsSpent => Attempt != null && Attempt.IsSpent(Ports.Clock.TickMilliseconds, Counters.BytesFetched);

        // One thread sets the field, another one looks at the field. The device has no volatile, so both use fences.
        public bool IsCancelled => Interlocked.CompareExchange(ref _cancelled, 0, 0) != 0;

        public void Cancel()
        {
            Interlocked.Exchange(ref _cancelled, 1);
        }

        public void ForgetCancel()
        {
            Interlocked.Exchange(ref _cancelled, 0);
        }

        /// <summary>
        /// Waits after failed attempt number <paramref name="attempt"/> in a row, and at least as long as the server asks for. A server that asks for
        /// more than a minute is not asked again.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/> when the next attempt is due, else <paramref name="failure"/> or <see cref="OtaResult.Cancelled"/>.
        /// </returns>
        public OtaOutcome WaitToRetry(OtaOutcome failure, int attempt)
        {
            if (IsSpent)
            {
                return OtaOutcome.Of(OtaResult.AttemptSpent);
            }

            int left = RetryPolicy.IsTransient(failure.Code) ? Options.Retry.NextDelayMilliseconds(attempt) : -1;
            if (left < 0 || failure.RetryAfter > LongestPatience)
            {
                return failure;
            }

            if (left < failure.RetryAfter * 1000)
            {
                left = failure.RetryAfter * 1000;
            }

            Counters.Retries++;
            while (left > 0 && !IsCancelled)
            {
                int slice = left < WaitSlice ? left : WaitSlice;
                Ports.Clock.Sleep(slice);
                left -= slice;
            }

            return OtaOutcome.Of(IsCancelled ? OtaResult.Cancelled : OtaResult.Ok);
        }

        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            Counters.Requests++;
            return Ports.Transport.Get(request, out response);
        }

        /// <summary>Reads until <paramref name="count"/> bytes are there or the body ends. Each 4 KiB may take the chunk deadline.</summary>
        /// <returns>Bytes read, or a negated result.</returns>
        public int Fill(ITransportResponse body, byte[] buffer, int index, int count)
        {
            int done = 0;
            int pieceEnd = 0;
            long deadline = 0;
            while (done < count)
            {
                if (IsCancelled)
                {
                    return -(int)OtaResult.Cancelled;
                }

                if (done >= pieceEnd)
                {
                    pieceEnd += ChunkDigest.BufferLength;
                    deadline = Ports.Clock.TickMilliseconds + Options.ChunkDeadline;
                }

                int read = body.Read(buffer, index + done, count - done);
                if (read < 0)
                {
                    return read;
                }

                if (read == 0)
                {
                    break;
                }

                done += read;
                Counters.BytesFetched += read;
                if (IsSpent)
                {
                    return -(int)OtaResult.AttemptSpent;
                }

                if (done < count && Ports.Clock.TickMilliseconds >= deadline)
                {
                    return -(int)OtaResult.TimedOut;
                }
            }

            return done;
        }
    }
}
