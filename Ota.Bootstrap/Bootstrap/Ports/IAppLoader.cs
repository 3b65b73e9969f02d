namespace NanoOta
{
    /// <summary>Brings assemblies into the CLR and starts what they are.</summary>
    public interface IAppLoader : IResidents
    {
        /// <summary>
        /// Loads one assembly. The assemblies that this one references must have been loaded. The array has exactly the assembly's bytes. nanoCLR
        /// uses the array in place, so the caller must not change the array afterwards.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.AssemblyRefused"/> when the CLR does not take the assembly.</returns>
        OtaResult Load(byte[] assembly);

        /// <summary>
        /// Runs the entry point: <c>static void Main()</c>, without parameters, public or not, of the assembly loaded last that has one.
        /// Comes back when Main does, and throws what Main throws.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.EntryPointMissing"/>.</returns>
        OtaResult Run();
    }
}
