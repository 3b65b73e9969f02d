namespace NanoOta.Sweep.Life
{
    /// <summary>A thread of device code in one run of a board. It works on a host thread that runs share, and only while it holds the turn.</summary>
    internal sealed class RunThread
    {
        private static readonly Stack<Worker> _idle = new();

        private readonly Action<RunThread>? _body;
        private readonly Baton _turn = new();
        private bool _hasBegun;

        /// <summary>The main thread, which holds the turn.</summary>
        public RunThread()
        {
            _hasBegun = true;
        }

        /// <summary>A thread that begins when it gets the turn.</summary>
        /// <param name="thread">What device code calls it.</param>
        /// <param name="body">Passes the turn on at its very end, and throws nothing.</param>
        public RunThread(HostThread thread, Action<RunThread> body)
        {
            Thread = thread;
            _body = body;
        }

        /// <summary>What device code calls it; null for the main thread.</summary>
        public HostThread? Thread { get; }

        /// <summary>Whether it is the application's, and not the boot program's.</summary>
        public bool IsApp { get; init; }

        /// <summary>When it goes on, milliseconds of the board's time.</summary>
        public long WakeAt { get; set; }

        /// <summary>Among threads that go on at the same time the lowest is first.</summary>
        public int Order { get; set; }

        /// <summary>The thread whose end it waits for; null for none.</summary>
        public HostThread? Joins { get; set; }

        /// <summary>Whether it has done anything yet.</summary>
        public bool HasBegun => _hasBegun;

        /// <summary>Gives it the turn. Whoever calls waits for its own turn next, or ends.</summary>
        public void Resume()
        {
            if (_hasBegun)
            {
                _turn.Pass();
                return;
            }

            _hasBegun = true;
            Take().Do(() => _body!(this));
        }

        /// <summary>Waits for the turn.</summary>
        public void Await() => _turn.Await();

        private static Worker Take()
        {
            lock (_idle)
            {
                return _idle.TryPop(out Worker? worker) ? worker : new Worker();
            }
        }

        private sealed class Baton
        {
            private readonly object _gate = new();
            private bool _isHere;

            public void Pass()
            {
                lock (_gate)
                {
                    _isHere = true;
                    Monitor.Pulse(_gate);
                }
            }

            public void Await()
            {
                lock (_gate)
                {
                    while (!_isHere)
                    {
                        Monitor.Wait(_gate);
                    }

                    _isHere = false;
                }
            }
        }

        // A host thread costs more to make than most runs cost.
        private sealed class Worker
        {
            private readonly Baton _work = new();
            private Action? _job;

            public Worker()
            {
                new Thread(Run) { IsBackground = true, Name = "device" }.Start();
            }

            public void Do(Action job)
            {
                _job = job;
                _work.Pass();
            }

            private void Run()
            {
                while (true)
                {
                    _work.Await();
                    _job!();
                    lock (_idle)
                    {
                        _idle.Push(this);
                    }
                }
            }
        }
    }
}
