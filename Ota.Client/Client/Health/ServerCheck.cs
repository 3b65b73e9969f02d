namespace NanoOta
{
    /// <summary>Whether the monitor also asks if the update server still answers.</summary>
    public enum ServerCheck
    {
        /// <summary>The server must answer with a manifest that verifies: a release that cannot be replaced is not healthy.</summary>
        Required = 0,

        /// <summary>
        /// Not asked. Unsafe: a release that lost its network or its keys confirms itself and can never be updated again.
        /// </summary>
        UnsafeSkipped = 1,
    }
}
