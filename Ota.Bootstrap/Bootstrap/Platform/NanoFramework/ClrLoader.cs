using System;
using System.Collections;
using System.Reflection;

namespace NanoOta
{
    /// <summary>The nanoCLR as a loader. Not thread-safe.</summary>
    /// <remarks>
    /// What Assembly.Load(byte[]) does, read in nf-interpreter (corlib_native_System_Reflection_Assembly.cpp, TypeSystem.cpp) and run on a nanoCLR
    /// (Ota.Tests/NanoClr). The CLR believes the header, and reads past an array that is shorter than the header says. The CLR links no native
    /// methods to a loaded array, whatever their checksum. Only assemblies of the deploy partition have native methods. One that is loaded twice is
    /// there twice. A failed one
    /// is gone, and may be loaded again. While static constructors run no other thread does, and what they throw is lost. The array stays
    /// referenced, so the bytes of the image are in RAM until the next restart.
    /// </remarks>
    public sealed class ClrLoader : IAppLoader
    {
        private const int NativeChecksumAt = 20;

        private const BindingFlags EntryPoints = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        private readonly ArrayList _loaded = new ArrayList();

        /// <inheritdoc/>
        public int VersionOf(string name)
        {
            // The running app's own assemblies are found by name as well. They go with the app, and are nothing that devices carry.
            for (int i = 0; i < _loaded.Count; i++)
            {
                if (((Assembly)_loaded[i]).GetName().Name == name)
                {
                    return -1;
                }
            }

            try
            {
                // Gives what is there already; by name alone the CLR never loads anything.
                Version version = Assembly.Load(name).GetName().Version;
                return (version.Major << 16) | version.Minor;
            }
            catch (Exception)
            {
                return -1;
            }
        }

        /// <inheritdoc/>
        public OtaResult Load(byte[] assembly)
        {
            bool loadable = _loaded.Count < LoadOrder.MaxAssemblies && PeHeader.PaddedLength(assembly, assembly.Length) != 0
                && LittleEndian.ReadInt32(assembly, NativeChecksumAt) == 0;
            if (!loadable)
            {
                return OtaResult.AssemblyRefused;
            }

            try
            {
                _loaded.Add(Assembly.Load(assembly));
                return OtaResult.Ok;
            }
            catch (OutOfMemoryException)
            {
                return OtaResult.OutOfMemory;
            }
            catch (Exception)
            {
                return OtaResult.AssemblyRefused;
            }
        }

        /// <inheritdoc/>
        public OtaResult Run()
        {
            for (int i = _loaded.Count - 1; i >= 0; i--)
            {
                Type[] types = ((Assembly)_loaded[i]).GetTypes();
                for (int k = 0; k < types.Length; k++)
                {
                    MethodInfo main = EntryPointOf(types[k]);
                    if (main != null)
                    {
                        main.Invoke(null, null);
                        return OtaResult.Ok;
                    }
                }
            }

            return OtaResult.EntryPointMissing;
        }

        // Type.GetMethod throws where there are two of that name.
        private static MethodInfo EntryPointOf(Type type)
        {
            MethodInfo[] methods = type.GetMethods(EntryPoints);
            for (int i = 0; i < methods.Length; i++)
            {
                if (methods[i].Name == "Main" && methods[i].ReturnType == typeof(void) && methods[i].GetParameters().Length == 0)
                {
                    return methods[i];
                }
            }

            return null;
        }
    }
}
