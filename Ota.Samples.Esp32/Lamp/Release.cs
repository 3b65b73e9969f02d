using NanoOta;

namespace Lamp
{
    /// <summary>What differs from one release to the next.</summary>
    internal static class Release
    {
        /// <summary>The version of this build; give the same to nanoota publish --version.</summary>
        public const string Version = "1.0";

        /// <summary>Whether the lamp works: asked while this release is on trial.</summary>
        public static HealthStatus CheckLight()
        {
            return HealthStatus.Healthy;
        }
    }
}
