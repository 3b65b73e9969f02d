using System;
using System.Threading;

namespace NanoOta
{
    /// <content>Devices that sleep most of the time.</content>
    public sealed partial class OtaAgent
    {
        // A staged release waits for its window. So a sleeper looks that many times more often.
        private const int PendingFactor = 24;

        // The same after a check that failed.
        private const int FailedFactor = 8;

        private long _sleepEnd;
        private Random _random;

        /// <summary>
        /// Does what is due before a deep sleep, and declares the sleep. On trial the call waits until the release is confirmed. A check that is due is
        /// made, and so are staging and installing. The call lasts 5 minutes at most, but for a trial or an operation that ends. A device that sleeps
        /// most of the time needs no <see cref="Start"/>: this call begins the agent.
        /// </summary>
        /// <remarks>
        /// Checks keep their average interval. With the time a check lies at the device's place in each interval, and is made at the wake-up before.
        /// Without the time chance decides: sleep ÷ interval at each wake-up. An orderly wake-up without a check writes nothing to flash.
        /// </remarks>
        /// <param name="seconds">How long the device is going to sleep, 1 to 604800.</param>
        /// <returns>
        /// Seconds that the device may sleep: <paramref name="seconds"/>, or 0 where a sleep would cost a trial. Then call again after a while.
        /// </returns>
        public int BeforeSleep(int seconds)
        {
            bool isFirst = !_isBegun;
            if (isFirst && Begin() != OtaResult.Ok)
            {
                // Wrong options are the program's fault, and its batteries last longer asleep.
                return seconds;
            }

            if (isFirst)
            {
                // Not at once: whether a check is due is known when the time is known.
                _nextCheck = long.MaxValue;
            }

            _sleepEnd = Tick + HealthMonitor.DefaultWindow;
            if (!_client.IsOnTrial)
            {
                _client.SayAlive();
            }

            TakeTurn();
            if (IsCheckDueBefore(seconds))
            {
                _nextCheck = _hasChecked ? _nextCheck : Tick;
                while (Tick < _sleepEnd && (_client.IsOnTrial || IsTurning || (Tick >= _nextCheck && State != AgentState.Disabled)))
                {
                    int wait = TakeTurn();
                    if (Tick >= _nextCheck)
                    {
                        _ports.Clock.Sleep(wait);
                    }
                }
            }

            _sleepEnd = 0;
            if (_log.HasNews || _log.Sent != _sentOnFlash)
            {
                // Memory does not outlive the sleep.
                Flush();
            }

            OtaResult declared = _client.DeclareRestart(NextStart.AfterSleep);
            return declared == OtaResult.SlotUnavailable || declared == OtaResult.SlotOnTrial || declared == OtaResult.Busy ? 0 : seconds;
        }

        private bool IsTurning => Interlocked.CompareExchange(ref _turning, 0, 0) != 0;

        private bool IsCheckDueBefore(int seconds)
        {
            if (_client.IsOnTrial)
            {
                return true;
            }

            if (_hasChecked || Tick < _retryUntil || Settings.Updates == UpdateSwitch.Off)
            {
                return false;
            }

            int interval = Interval;
            AgentOutcome newest = _log.Newest(-1);
            if (newest != null && newest.Phase == AgentPhase.Stage && newest.Code == OtaResult.Ok)
            {
                interval /= PendingFactor;
            }
            else if (newest != null && newest.Phase == AgentPhase.Check && !AskRules.IsAnswer(newest.Code))
            {
                interval /= FailedFactor;
            }

            long now = Now;
            int span = seconds + (int)Uptime;
            if (now == 0)
            {
                _random = _random == null ? new Random() : _random;
                return _random.Next(interval) < span;
            }

            return _client.Journal.Record.LastAnswered == 0 || Schedule.IsCheckWithin(_number, now, span, interval);
        }
    }
}
