namespace NanoOta.Demo
{
    /// <summary>Sees the story as it goes on.</summary>
    public interface IDemoObserver
    {
        /// <summary>A step begins.</summary>
        void StepBegins(string title);

        /// <summary>The device begins to run a release.</summary>
        void Booted(string slot, string version);

        /// <summary>The client reached another state.</summary>
        void StateChanged(OtaState state);

        /// <summary>The slot is being filled.</summary>
        void Progressed(long done, long total);

        /// <summary>The power goes away in the middle of it.</summary>
        void PowerCut();

        /// <summary>A step is over.</summary>
        void StepEnds(DemoStep done);
    }
}
