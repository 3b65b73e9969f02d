namespace NanoOta
{
    /// <summary>Native code by the name of its assembly and the checksum of its methods. Thread-safe.</summary>
    public sealed class NativeAssembly
    {
        /// <summary>What a firmware has, or an image needs.</summary>
        public NativeAssembly(string name, uint checksum)
        {
            Name = name;
            Checksum = checksum;
        }

        /// <summary>The assembly's name.</summary>
        public readonly string Name;

        /// <summary>The checksum in its PE header.</summary>
        public readonly uint Checksum;
    }
}
