namespace NanoOta.VirtualDevice
{
    /// <summary>The CLR found nothing that it can start: it waits for a debugger, and the chip does not restart by itself.</summary>
    internal sealed class NoManagedCodeException : Exception
    {
        public NoManagedCodeException(string message)
            : base(message)
        {
        }
    }
}
