using System.Diagnostics;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// One run of an app on a board. Every native goes through this class, one at a time, until the run ends. After the end they throw on the
    /// app's main thread, each time anew. Every other thread of the app is stopped for good, as by a restart.
    /// </summary>
    internal sealed partial class BoardRun : IBoard
    {
        // An app may swallow the end and go on calling. After so many tries the app is stopped for good, if its thread is ours to stop.
        private const int TriesAfterEnd = 1000;

        private readonly object _gate = new();
        private readonly NorFlash _flash;
        private readonly BoardOptions _options;
        private readonly bool _ownThread;
        private readonly NativeGuard _guard;
        private readonly bool _hasTimer;
        private ClrFault _fault;
        private Thread? _mainThread;
        private RunEnd? _end;
        private string _detail = "";
        private long _calls;
        private int _sleepers;
        private int _callsAfterEnd;

        internal BoardRun(NorFlash flash, BoardOptions options, EspOtaRuntime ota, PartitionTable table, NativeGuard guard)
        {
            _flash = flash;
            _options = options;
            _ownThread = options.Watchdog != null;
            _guard = guard;
            _hasTimer = options.NativeTimer == NativeTimerUse.On && table.OtaCount > 0;
            _natives = new BoardOta(ota, table, guard);
            _record = new BoardRecord(ota.Partitions, table.Find(PartitionTable.StateLabel));
            _drive = new BoardDrive(this, table.Find(Partition.TypeData, Partition.SubtypeLittleFs));
        }

        /// <summary>A breach of the flash's rules by the code above, which the app may have swallowed.</summary>
        internal FlashContractException? Breach { get; private set; }

        /// <summary>Runs the app on this thread and says how the run ended.</summary>
        internal void RunApp(IAppHost host, BootedApp app)
        {
            Volatile.Write(ref _mainThread, Thread.CurrentThread);
            try
            {
                _fault = _options.ClrFaultOf?.Invoke(app) ?? ClrFault.None;
                if (_fault is ClrFault.StartsNothing or ClrFault.WaitsForDebugger)
                {
                    throw new NoManagedCodeException(_fault == ClrFault.StartsNothing ? "The CLR starts nothing." : "The CLR waits for a debugger.");
                }

                host.Run(app, this);
                Finish(RunEnd.Returned, "");
            }
            catch (NoManagedCodeException nothing)
            {
                Finish(RunEnd.Hung, nothing.Message);
            }
            catch (FlashContractException breach)
            {
                Breach ??= breach;
                Finish(RunEnd.Crash, breach.Message);
            }
            catch (PowerCutException cut)
            {
                Finish(RunEnd.PowerCut, cut.Message);
            }
            catch (Exception exception)
            {
                // Counts only if the run has not ended already: an ended run unwinds with exceptions.
                Finish(RunEnd.Crash, $"{exception.GetType().Name}: {exception.Message}");
            }
        }

        /// <summary>
        /// Why the next start of the chip will come. A run that managed code cannot end lasts until the native timer ends the run. A crash of
        /// managed code counts, too, since the CLR then waits for a debugger.
        /// </summary>
        internal StartReason NextReason(RunEnd end)
        {
            if (end is RunEnd.Crash or RunEnd.Hung && _hasTimer)
            {
                _options.Clock.Skip(1000 * _guard.SecondsLeft);
                return StartReason.Watchdog;
            }

            return end switch
            {
                RunEnd.Restart => StartReason.Software,
                RunEnd.Crash => StartReason.Crash,
                RunEnd.Hung => StartReason.Watchdog,
                RunEnd.Slept => StartReason.UndeclaredWakeUp,
                _ => StartReason.PowerOn,
            };
        }

        /// <summary>Ends the run from outside; nothing happens after the end.</summary>
        internal void Finish(RunEnd end, string detail)
        {
            lock (_gate)
            {
                if (_end == null)
                {
                    _end = end;
                    _detail = detail;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        /// <summary>Takes the power away between two native calls.</summary>
        internal void CutPower()
        {
            lock (_gate)
            {
                _flash.CutPower();
                NoticePowerCut();
            }
        }

        /// <summary>Waits until the run ends; false if the time is up before.</summary>
        internal bool WaitForEnd(TimeSpan time)
        {
            long start = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                TimeSpan left = time;
                while (_end == null && left > TimeSpan.Zero)
                {
                    Monitor.Wait(_gate, left);
                    left = time - Stopwatch.GetElapsedTime(start);
                }

                return _end != null;
            }
        }

        /// <summary>Waits for the end as long as the app shows life. Signs are native calls, sleep in one, or a start that is still to come.</summary>
        internal void Watch(TimeSpan limit)
        {
            long seen;
            do
            {
                seen = Interlocked.Read(ref _calls);
            }
            while (!WaitForEnd(limit)
                && (Interlocked.Read(ref _calls) != seen || Volatile.Read(ref _sleepers) != 0 || Volatile.Read(ref _mainThread) == null));

            Finish(RunEnd.Hung, $"No native call in {limit.TotalSeconds:0.###} s.");
        }

        /// <summary>How the run ended.</summary>
        internal (RunEnd End, string Detail) Outcome()
        {
            lock (_gate)
            {
                return (_end ?? RunEnd.Hung, _detail);
            }
        }

        private T Call<T>(Func<BoardRun, T> native)
        {
            lock (_gate)
            {
                CountCall();
                NoticePowerCut();
                NoticeFirmware();
                if (_end == null)
                {
                    try
                    {
                        T result = native(this);
                        NoticePowerCut();
                        if (_end == null)
                        {
                            return result;
                        }
                    }
                    catch (PowerCutException cut)
                    {
                        Finish(RunEnd.PowerCut, cut.Message);
                    }
                    catch (FlashContractException breach)
                    {
                        Breach = breach;
                        Finish(RunEnd.Crash, breach.Message);
                    }
                }
            }

            throw Unwind();
        }

        private void CountCall()
        {
            if (Interlocked.Increment(ref _calls) > _options.MaxNativeCalls && _options.MaxNativeCalls != 0)
            {
                Finish(RunEnd.Hung, $"{_options.MaxNativeCalls} native calls.");
            }
        }

        private void NoticePowerCut()
        {
            if (!_flash.IsPowered)
            {
                Finish(RunEnd.PowerCut, "The board is off.");
            }
        }

        private void NoticeFirmware()
        {
            if (_fault == ClrFault.HangsInNativeCode)
            {
                Finish(RunEnd.Hung, "A native call does not return.");
            }
            else if (_hasTimer && _guard.SecondsLeft == 0)
            {
                Finish(RunEnd.Hung, "The native timer.");
            }
        }

        private Exception Unwind()
        {
            bool main = Thread.CurrentThread == _mainThread;
            if ((!main && _options.OtherThreads == OtherThreadsEnd.Stopped) || (_ownThread && Interlocked.Increment(ref _callsAfterEnd) > TriesAfterEnd))
            {
                Thread.CurrentThread.IsBackground = true;
                Thread.Sleep(Timeout.Infinite);
            }

            (RunEnd end, string detail) = Outcome();
            return end == RunEnd.PowerCut ? new PowerCutException(detail) : new RestartException(end);
        }
    }

    /// <summary>Unwinds the app because its run has ended: a restart, a crash or the watchdog.</summary>
    public sealed class RestartException : Exception
    {
        internal RestartException(RunEnd end)
            : base($"The run has ended: {end}.")
        {
        }
    }
}
