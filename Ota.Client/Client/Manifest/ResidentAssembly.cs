namespace NanoOta
{
    /// <summary>An assembly that an image needs and does not hold. Thread-safe.</summary>
    public sealed class ResidentAssembly
    {
        internal ResidentAssembly(string name, int version)
        {
            Name = name;
            Version = version;
        }

        /// <summary>The assembly's name.</summary>
        public readonly string Name;

        /// <summary>Major * 65536 + minor: the numbers by which the CLR links.</summary>
        public readonly int Version;
    }
}
