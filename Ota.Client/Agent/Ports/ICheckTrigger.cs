namespace NanoOta
{
    /// <summary>Somebody who may ask for a check: a message, a button.</summary>
    public interface ICheckTrigger
    {
        /// <summary>
        /// Called once, when the agent starts. Later the trigger calls <see cref="OtaAgent.CheckNow"/>, from any thread. The agent bounds how often
        /// somebody is heard. Never throws.
        /// </summary>
        void Begin(OtaAgent agent);
    }
}
