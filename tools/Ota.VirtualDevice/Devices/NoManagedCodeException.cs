namespace NanoOta.VirtualDevice
{
    /// <summary>The CLR found nothing to start. The CLR waits for a debugger, and the chip does not restart by itself.</summary>
    internal sealed class NoManagedCodeException : Exception
    {
        public NoManagedCodeException(string message)
            : base(message)
        {
        }
    }
}
