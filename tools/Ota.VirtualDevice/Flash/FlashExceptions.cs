namespace NanoOta.VirtualDevice
{
    /// <summary>The power went away. Every further call throws the exception again, until the power is back.</summary>
    public sealed class PowerCutException : Exception
    {
        public PowerCutException(string message)
            : base(message)
        {
        }
    }

    /// <summary>A use of flash that real NOR flash does not allow: a bug of the caller.</summary>
    public sealed class FlashContractException : Exception
    {
        public FlashContractException(string message)
            : base(message)
        {
        }
    }
}
