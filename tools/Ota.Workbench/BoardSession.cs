using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using NanoOta.Tooling;
using NanoOta.VirtualDevice;

namespace NanoOta.Workbench
{
    /// <summary>How a session goes.</summary>
    public sealed record SessionOptions
    {
        /// <summary>The kind of board.</summary>
        public required BoardKind Kind { get; init; }

        /// <summary>Where the board lives.</summary>
        public required VirtualWorld World { get; init; }

        /// <summary>Gets each line. Called from several threads, one at a time.</summary>
        public required Action<BoardEvent> Said { get; init; }

        /// <summary>How many of the board's seconds pass in one, 1 to 1000.</summary>
        public int Speed { get; init; } = 1;

        /// <summary>Cuts the power once, when so many percent of a release are staged; null for never.</summary>
        public int? CutAt { get; init; }

        /// <summary>Ends the session once that release is confirmed; null for a session without an end.</summary>
        public string? Until { get; init; }
    }

    /// <summary>
    /// A virtual board that somebody works with: runs and restarts as a board does, says what happens, looks for new releases when one is published, and
    /// obeys 'cut' and 'stop' from another terminal.
    /// </summary>
    public sealed class BoardSession
    {
        private const string WatchType = "NanoOta.BoardWatch";
        private const string ConnectionsType = "NanoOta.RunConnections";
        private const string NoSuchRelease = "0.0.0.0";
        private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);

        // An application may wait for long in Thread.Sleep, which no native call shows.
        private static readonly TimeSpan _watchdog = TimeSpan.FromHours(6);

        private static int _isHandlerSet;
        private static volatile BoardSession? _current;

        private readonly SessionOptions _options;
        private readonly Board _board;
        private readonly object _gate = new();
        private readonly string _control;
        private Func<int>? _checkNow;
        private AssemblyLoadContext? _run;
        private string? _running;
        private string? _awaited;
        private string? _confirmed;
        private int _percent = -1;
        private int? _cutAt;
        private bool _isCutMeant;
        private volatile bool _isOver;
        private volatile bool _asked;
        private bool _isReached;

        /// <summary>A session around that flash.</summary>
        public BoardSession(NorFlash flash, SessionOptions options)
        {
            _options = options;
            _cutAt = options.CutAt;
            _control = ControlFile(options.World);
            _board = new Board(flash, VirtualApp.OptionsFor(options.Kind, options.World) with
            {
                Clock = new ScaledClock(options.Speed),
                DeviceId = "virtual-esp32",
                Watchdog = _watchdog,
                OnConsole = OnConsole,
                OnReport = OnReport,
                AppHost = new ClrAppHost { OnLoaded = OnLoaded },
            });
        }

        /// <summary>The file by which another process says "cut" or "stop".</summary>
        public static string ControlFile(VirtualWorld world) => Path.Combine(world.Folder, "control");

        /// <summary>Runs until the session is cancelled, "stop" comes, or the wanted release is confirmed. True for the last.</summary>
        public bool Run(CancellationToken cancellation)
        {
            File.Delete(_control);
            using CancellationTokenRegistration ended = cancellation.Register(Stop);
            AppDomain.CurrentDomain.FirstChanceException += OnException;
            _current = this;
            if (Interlocked.Exchange(ref _isHandlerSet, 1) == 0)
            {
                // Once a process; the session of the moment gets what comes.
                ExceptionHandling.SetUnhandledExceptionHandler(exception => _current?.OnUnhandled(exception) ?? false);
            }

            Thread watcher = new(Watch) { IsBackground = true, Name = "session" };
            watcher.Start();
            try
            {
                while (!_isOver)
                {
                    Say(new BoardEvent(BoardEventKind.Starts, "power on"));
                    TellEnd(RunOnce());
                }
            }
            finally
            {
                _isOver = true;
                AppDomain.CurrentDomain.FirstChanceException -= OnException;
                watcher.Join();
                _current = null;
            }

            return _isReached;
        }

        /// <summary>Asks for a check at once, as a message or a button would.</summary>
        public void CheckSoon() => _asked = true;

        private BootReport RunOnce()
        {
            BootReport report = PowerOn();
            while (report.RestartsByItself && !_isOver)
            {
                TellEnd(report);
                report = PowerOn();
            }

            return report;
        }

        private BootReport PowerOn()
        {
            BootReport report = _board.PowerOn();
            CloseConnections();
            return report;
        }

        // What the run had open on the network goes with the run: its ports are the next run's.
        private void CloseConnections()
        {
            AssemblyLoadContext? run = Interlocked.Exchange(ref _run, null);
            foreach (Assembly assembly in run?.Assemblies ?? [])
            {
                assembly.GetType(ConnectionsType)?.GetMethod("End")!.CreateDelegate<Action>()();
            }
        }

        private void TellEnd(BootReport report)
        {
            _checkNow = null;
            _percent = -1;
            if (_isOver)
            {
                return;
            }

            switch (report.End)
            {
                case RunEnd.PowerCut:
                    Say(new BoardEvent(BoardEventKind.Ended, _isCutMeant ? "power cut" : "the power went away"));
                    _isCutMeant = false;
                    break;
                case RunEnd.Restart:
                    Say(new BoardEvent(BoardEventKind.Ended, report.Detail.Length == 0 ? "restarts" : $"restarts: {report.Detail}"));
                    break;
                case RunEnd.Returned:
                    Say(new BoardEvent(BoardEventKind.Ended, "Main has returned: the board idles until its power is cut"));
                    WaitForPower();
                    break;
                case RunEnd.NothingBootable:
                    throw new ToolException(ExitCode.BadInput, "The flash holds nothing that would start. Leave --flash out, or name another file.");
                case RunEnd.Slept:
                    Say(new BoardEvent(BoardEventKind.Ended, "slept, and wakes up"));
                    break;
                default:
                    Say(new BoardEvent(BoardEventKind.Ended, report.Detail.Length == 0 ? Lower(report.End) : $"{Lower(report.End)}: {report.Detail}"));
                    break;
            }
        }

        private void WaitForPower()
        {
            while (!_isOver && !_isCutMeant)
            {
                Thread.Sleep(_look);
            }
        }

        // New releases, and what another terminal says.
        private void Watch()
        {
            DateTime seen = Changed();
            while (!_isOver)
            {
                Thread.Sleep(_look);
                DateTime now = Changed();
                if (now != seen)
                {
                    seen = now;
                    _asked = true;
                    Say(new BoardEvent(BoardEventKind.Session, "a release was published: the board is asked to check"));
                }

                Obey();
                if (_asked && _checkNow is { } check)
                {
                    // Too soon after the last check: asked again until the agent hears.
                    _asked = (OtaResult)check() == OtaResult.CheckTooSoon;
                }
            }
        }

        private DateTime Changed() => File.Exists(_options.World.Manifest) ? File.GetLastWriteTimeUtc(_options.World.Manifest) : default;

        private void Obey()
        {
            try
            {
                if (!File.Exists(_control))
                {
                    return;
                }

                string said = File.ReadAllText(_control).Trim();
                File.Delete(_control);
                if (said == "cut")
                {
                    Cut();
                }
                else if (said == "stop")
                {
                    Stop();
                }
            }
            catch (IOException)
            {
                // Being written: the next look sees the whole.
            }
        }

        private void Cut()
        {
            _isCutMeant = true;
            _board.CutPower();
        }

        private void Stop()
        {
            _isOver = true;
            _board.CutPower();
        }

        private void OnLoaded(IReadOnlyList<Assembly> loaded)
        {
            Type? watch = loaded.Select(assembly => assembly.GetType(WatchType)).OfType<Type>().FirstOrDefault();
            if (watch == null)
            {
                return;
            }

            if (_options.Kind != BoardKind.Stock)
            {
                AssemblyName program = loaded[^1].GetName();
                Say(new BoardEvent(BoardEventKind.Starts, $"starts {program.Name} {Short(program.Version!)}"));
            }

            _run = AssemblyLoadContext.GetLoadContext(watch.Assembly);
            watch.GetMethod("Begin")!.CreateDelegate<Action>()();
            Func<int> check = watch.GetMethod("CheckNow")!.CreateDelegate<Func<int>>();
            _checkNow = () => check() is int result and >= 0 ? result : (int)OtaResult.CheckTooSoon;
        }

        // The stand-ins of the stock ports say what the Bootstrap does by lines of the console.
        private void OnConsole(string line)
        {
            switch (line.Split(' '))
            {
                case ["app", string version, string slot] when _options.Kind == BoardKind.Stock:
                    Say(new BoardEvent(BoardEventKind.Starts, $"starts {version} from slot {slot}", version));
                    break;
                case ["recovery"] when _options.Kind == BoardKind.Stock:
                    Say(new BoardEvent(BoardEventKind.Starts, "the Bootstrap asks the server: there is no application, or none that lives"));
                    break;
                default:
                    Say(new BoardEvent(BoardEventKind.Console, line));
                    break;
            }
        }

        private void OnReport(BoardProgress report)
        {
            switch (report.Name)
            {
                case "state":
                    OnState((OtaState)report.Value, VersionOf(report.Total));
                    break;
                case "progress" when report.Total > 0:
                    OnProgress((int)(100 * report.Done / report.Total));
                    break;
                case "ended":
                    OnEnded((AgentPhase)report.Done, (OtaResult)report.Value, VersionOf(report.Total));
                    break;
                default:
                    break;
            }
        }

        private void OnState(OtaState state, string installed)
        {
            _running = installed == NoSuchRelease ? null : Trim(installed);
            if (state is OtaState.OnTrial or OtaState.RolledBack)
            {
                Say(new BoardEvent(BoardEventKind.State, state == OtaState.OnTrial ? "on trial" : "rolled back", _running));
            }
            else if (_awaited != null && IsSame(_running, _awaited))
            {
                // The board's clock runs fast. So the trial may be over before somebody watches the agent.
                OnConfirmed(_running);
            }
        }

        private void OnConfirmed(string? version)
        {
            if (_awaited == null && _confirmed == version)
            {
                return;
            }

            _awaited = null;
            _confirmed = version;
            Say(new BoardEvent(BoardEventKind.Confirmed, $"confirmed {version}", version));
            if (_options.Until != null && IsSame(version, _options.Until))
            {
                _isReached = true;
                Stop();
            }
        }

        private void OnProgress(int percent)
        {
            if (percent / 10 != _percent / 10 || percent == 100)
            {
                _percent = percent;
                Say(new BoardEvent(BoardEventKind.Staging, string.Create(CultureInfo.InvariantCulture, $"staging {percent} %"), Percent: percent));
            }

            if (percent >= _cutAt)
            {
                _cutAt = null;
                Cut();
            }
        }

        private void OnEnded(AgentPhase phase, OtaResult code, string release)
        {
            string? version = release == NoSuchRelease ? null : Trim(release);
            if (phase == AgentPhase.Trial && code == OtaResult.Ok)
            {
                OnConfirmed(version ?? _running);
                return;
            }

            if (phase == AgentPhase.Install && code == OtaResult.Ok)
            {
                _awaited = version;
            }

            string about = version == null ? string.Empty : $" {version}";
            Say(new BoardEvent(BoardEventKind.Outcome, $"{Lower(phase)}{about}: {ResultText.WithCode(code)}", version));
        }

        // Where the application itself throws, as nanoCLR's console says so. What the libraries throw and catch is their own.
        private void OnException(object? sender, FirstChanceExceptionEventArgs args)
        {
            if (args.Exception is RestartException or PowerCutException || new StackTrace(args.Exception).GetFrame(0)?.GetMethod() is not { } thrower
                || thrower.Module.Assembly is not { IsDynamic: false, Location: "" } assembly || VirtualLibraries.Has(assembly.GetName().Name!))
            {
                return;
            }

            Say(new BoardEvent(BoardEventKind.Exception, $"exception {args.Exception.GetType().Name} in {thrower.DeclaringType?.Name}.{thrower.Name}: {args.Exception.Message}"));
        }

        // A thread of the application: on a device the CLR stops there. The session goes on.
        private bool OnUnhandled(Exception exception)
        {
            if (exception is not (RestartException or PowerCutException))
            {
                Say(new BoardEvent(BoardEventKind.Exception, $"a thread of the application has ended by {exception.GetType().Name}: {exception.Message}"));
            }

            return true;
        }

        private void Say(BoardEvent said)
        {
            lock (_gate)
            {
                _options.Said(said);
            }
        }

        private static bool IsSame(string? one, string other) =>
            one != null && Version.TryParse(one, out Version? a) && Version.TryParse(other, out Version? b) && Short(a) == Short(b);

        private static string VersionOf(long version) =>
            string.Create(CultureInfo.InvariantCulture, $"{(ushort)(version >> 48)}.{(ushort)(version >> 32)}.{(ushort)(version >> 16)}.{(ushort)version}");

        private static string Trim(string version) => Short(Version.Parse(version));

        private static string Short(Version version) => version.Revision > 0 ? version.ToString(4) : version.Build > 0 ? version.ToString(3) : version.ToString(2);

        private static string Lower<T>(T word)
            where T : struct, Enum => word.ToString()!.ToLowerInvariant();
    }
}
