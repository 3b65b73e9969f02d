using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoOta.Formats;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// Strings that no PE has, since the CLR has them: names that the core library's assembly uses and that its own PE does not hold.
    /// </summary>
    internal static class ClrOwnStrings
    {
        private static readonly Lazy<HashSet<string>> _known = new(Find);

        /// <summary>The strings that the core library tells of; most of the CLR's 860.</summary>
        public static IReadOnlySet<string> Known => _known.Value;

        private static HashSet<string> Find()
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(new MemoryStream(CoreLibraryPackage.Dll));
            names.Add(core.Name.Name);
            foreach (TypeDefinition type in core.MainModule.GetTypes())
            {
                names.Add(type.Name);
                names.Add(type.Namespace);
                names.UnionWith(type.Fields.Where(field => !field.HasConstant).Select(field => field.Name));
                foreach (MethodDefinition method in type.Methods)
                {
                    names.Add(method.Name);
                    if (method.HasBody)
                    {
                        names.UnionWith(method.Body.Instructions.Where(instruction => instruction.OpCode.Code == Code.Ldstr).Select(instruction => (string)instruction.Operand));
                    }
                }
            }

            byte[] pe = CoreLibraryPackage.Pe;
            PeFormat format = PeFormat.V1;
            int start = (int)format.TableAt(pe, format.StringTable);
            int end = (int)format.TableAt(pe, format.StringTable + 1);
            names.ExceptWith(Encoding.UTF8.GetString(pe, start, end - start).Split('\0'));
            return names;
        }
    }
}
