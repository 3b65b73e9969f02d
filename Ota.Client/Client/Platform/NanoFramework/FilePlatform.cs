using System.IO;

namespace NanoOta
{
    /// <summary>Where nanoFramework's files differ from .NET's.</summary>
    internal static class FilePlatform
    {
        /// <summary>LittleFS commits a file when the file is closed. The caller closes the file next.</summary>
        internal static void FlushToDisk(FileStream file)
        {
            file.Flush();
        }
    }
}
