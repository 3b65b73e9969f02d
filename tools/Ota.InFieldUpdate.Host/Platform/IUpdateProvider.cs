using System;

namespace nanoFramework.Runtime.InFieldUpdate
{
    /// <summary>Stands on the host for the interface of the preview package that devices have.</summary>
    public interface IUpdateProvider
    {
        /// <summary>What is on offer; false if nothing is.</summary>
        bool TryGetOffer(out Version version, out int totalLength);

        /// <summary>Bytes of the offered image: how many were read, 0 at the end, -1 on an error.</summary>
        int Read(int offset, byte[] buffer);
    }
}
