using System;
using System.Threading;
using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>Tells whoever watches the board what the agent does, and asks the agent for a check. The program knows nothing of the class.</summary>
    public static class BoardWatch
    {
        private const int Look = 5;

        private static IBoard _board;
        private static volatile OtaAgent _agent;

        /// <summary>Waits for the program's agent on a thread of its own. Called before the program's Main.</summary>
        public static void Begin()
        {
            _board = BoardNatives.Current;
            Thread thread = new Thread(Wait);
            thread.IsBackground = true;
            thread.Start();
        }

        /// <summary>A result of <see cref="OtaAgent.CheckNow"/>; -1 while there is no agent.</summary>
        public static int CheckNow()
        {
            OtaAgent agent = _agent;
            return agent == null ? -1 : (int)agent.CheckNow();
        }

        private static void Wait()
        {
            while (OtaAgent.Current == null)
            {
                Thread.Sleep(Look);
            }

            OtaAgent agent = OtaAgent.Current;
            agent.Client.StateChanged += delegate(OtaState state) { Say("state", (int)state, 0, agent.Client.InstalledVersion); };
            agent.Progress += delegate(int done, int total) { Say("progress", 0, done, total); };
            agent.Ended += delegate(AgentOutcome outcome) { Say("ended", (int)outcome.Code, (int)outcome.Phase, outcome.Version); };
            Say("state", (int)agent.Client.State, 0, agent.Client.InstalledVersion);
            _agent = agent;
        }

        private static void Say(string what, int value, long done, long total)
        {
            _board.Report(what, value, done, total);
        }
    }
}
