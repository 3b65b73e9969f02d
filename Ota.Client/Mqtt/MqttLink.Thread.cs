using System;
using System.Threading;

namespace NanoOta
{
    /// <content>The thread that keeps the connection, and its pauses.</content>
    public sealed partial class MqttLink
    {
        private void Start()
        {
            try
            {
                lock (_gate)
                {
                    if (_thread == null && !_isClosed && _optionsResult == OtaResult.Ok)
                    {
                        Thread thread = new Thread(new ThreadStart(Run));
                        thread.Start();
                        _isConnecting = true;
                        _thread = thread;
                    }
                }
            }
            catch (Exception)
            {
                // No memory for a thread. The next report tries again.
            }
        }

        private bool IsConnecting()
        {
            lock (_gate)
            {
                return _isConnecting && !_isClosed;
            }
        }

        private bool IsClosed()
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }

        private void Run()
        {
            int failures = 0;
            while (!IsClosed())
            {
                try
                {
                    if (_agent != null && _agent.State == AgentState.Offline)
                    {
                        // Without a network an attempt says nothing of the broker.
                        failures = 0;
                        Pause(Slice);
                        continue;
                    }

                    bool wasSteady = Attempt() && Stay();
                    Drop();
                    failures = wasSteady ? 1 : failures < LastFailure ? failures + 1 : LastFailure;
                    Pause(_retry.NextDelayMilliseconds(failures));
                    lock (_gate)
                    {
                        _isConnecting = true;
                    }
                }
                catch (Exception)
                {
                    // No memory even for an outcome. A thread that ends here would be the last one.
                    Drop();
                    Thread.Sleep(Slice);
                }
            }
        }

        // Whether the connection lasted long enough to count as a good one.
        private bool Stay()
        {
            int lasted = 0;
            while (true)
            {
                lock (_gate)
                {
                    if (_isClosed || _isBroken || !_client.IsConnected)
                    {
                        return lasted >= _mqtt.SteadyAfter;
                    }
                }

                Ask();
                if (!_wake.WaitOne(Slice, false) && lasted < _mqtt.SteadyAfter)
                {
                    lasted += Slice;
                }
            }
        }

        // The agent hears nobody within 10 minutes of a check. The wish stays until then.
        private void Ask()
        {
            lock (_gate)
            {
                if (!_isWished)
                {
                    return;
                }

                _isWished = false;
            }

            // Outside of the lock: an agent that asks for the clock may wait.
            if (_agent.CheckNow() == OtaResult.CheckTooSoon)
            {
                lock (_gate)
                {
                    _isWished = true;
                }
            }
        }

        // Milliseconds, less when the link is closed. The wish goes to the agent without a connection, too.
        private void Pause(int milliseconds)
        {
            int left = milliseconds;
            while (left > 0 && !IsClosed())
            {
                int slice = left < Slice ? left : Slice;
                if (_agent != null)
                {
                    Ask();
                }

                _wake.WaitOne(slice, false);
                left -= slice;
            }
        }
    }
}
