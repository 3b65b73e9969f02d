using System.IO;

namespace NanoOta
{
    /// <summary>Where .NET's files differ from nanoFramework's.</summary>
    internal static class FilePlatform
    {
        /// <summary>All that was written is on the disk on return.</summary>
        internal static void FlushToDisk(FileStream file)
        {
            file.Flush(true);
        }
    }
}
