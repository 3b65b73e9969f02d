namespace NanoOta
{
    /// <summary>Restarts the device.</summary>
    public interface IRestart
    {
        /// <summary>Restarts at once. On a device the call does not come back.</summary>
        void Restart();
    }
}
