namespace NanoOta
{
    /// <summary>The assemblies that the device has without the image: those of the resident program and its libraries.</summary>
    public interface IResidents
    {
        /// <summary>
        /// The version of the resident assembly of that name, as major * 65536 + minor; -1 if there is none. The CLR links by these two numbers.
        /// </summary>
        int VersionOf(string name);
    }
}
