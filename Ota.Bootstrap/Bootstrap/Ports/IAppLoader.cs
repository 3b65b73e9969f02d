namespace NanoOta
{
    /// <summary>Brings assemblies into the CLR and starts what they are.</summary>
    public interface IAppLoader : IResidents
    {
        /// <summary>
        /// Loads one assembly, those that it references having been loaded. The array, exactly the assembly's bytes, is the loader's from
        /// here on: nanoCLR uses it in place. <see cref="OtaResult.AssemblyRefused"/> when the CLR does not take it.
        /// </summary>
        OtaResult Load(byte[] assembly);

        /// <summary>
        /// Runs the entry point: <c>static void Main()</c>, without parameters, public or not, of the assembly loaded last that has one.
        /// Comes back when it does (<see cref="OtaResult.Ok"/>), throws what it throws; <see cref="OtaResult.EntryPointMissing"/>.
        /// </summary>
        OtaResult Run();
    }
}
