using System;
using System.Collections;
using System.Reflection;

namespace NanoOta
{
    /// <summary>The nanoCLR as a loader. Not thread-safe.</summary>
    public sealed class ClrLoader : IAppLoader
    {
        private readonly ArrayList _loaded = new ArrayList();

        /// <inheritdoc/>
        public int VersionOf(string name)
        {
            try
            {
                // Gives what is there already; by name alone it never loads anything.
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
                    MethodInfo main = types[k].GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
                    if (main != null && main.GetParameters().Length == 0)
                    {
                        main.Invoke(null, null);
                        return OtaResult.Ok;
                    }
                }
            }

            return OtaResult.EntryPointMissing;
        }
    }
}
