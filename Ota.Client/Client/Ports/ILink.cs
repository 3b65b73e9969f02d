namespace NanoOta
{
    /// <summary>Whether there is a network, so that a trial's window does not run while there is none.</summary>
    public interface ILink
    {
        /// <summary>Whether the device has an address. Never throws.</summary>
        bool IsUp { get; }
    }
}
