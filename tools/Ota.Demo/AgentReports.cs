using NanoOta;

namespace NanoOta.Demo
{
    /// <summary>Part of the lamp: tells whoever watches the board what its agent does, in the words of an application that does each step.</summary>
    internal static class AgentReports
    {
        /// <summary>From now on.</summary>
        public static void Watch(OtaAgent agent, string version)
        {
            ClientReports.Watch(agent.Client);
            agent.Ended += outcome =>
            {
                switch (outcome.Phase)
                {
                    case AgentPhase.Trial:
                        ClientReports.Say("trial", outcome.Code);
                        break;
                    case AgentPhase.Start:
                        ClientReports.Say(version, outcome.Code);
                        break;
                    case AgentPhase.Check when agent.Client.Offer == null:
                    case AgentPhase.Stage when outcome.Code != OtaResult.Ok:
                        ClientReports.Say("update", outcome.Code);
                        break;
                    default:
                        break;
                }
            };
        }
    }
}
