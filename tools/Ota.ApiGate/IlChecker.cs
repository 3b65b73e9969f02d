using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoOta.Tooling.NanoClr;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// Looks in compiled assemblies for what compiles against nanoFramework's API and yet does not run, or runs wrongly, on its CLR
    /// (v1.17). Errors come from <see cref="Check"/>, the unsigned-to-signed trap from <see cref="SignednessTrap"/>.
    /// </summary>
    public static class IlChecker
    {
        /// <summary>Locals a method may have: more than 255 crash, 250 were tried.</summary>
        public const int MaxLocals = 250;

        /// <summary>IL bytes an assembly may have: offsets are 16 bits wide in a PE.</summary>
        public const int MaxIlBytes = 65535;

        /// <summary>Bytes of names and literals an assembly may have: higher offsets mean the CLR's own table in a PE.</summary>
        public const int MaxStringBytes = MetadataProcessor.MaxStringBytes;

        private static readonly HashSet<string> _forbiddenTypes = new(StringComparer.Ordinal)
        {
            "System.Decimal",
            "System.ThreadStaticAttribute",
            "System.Runtime.CompilerServices.FixedBufferAttribute",
            "System.Runtime.CompilerServices.IsVolatile",
        };

        private static readonly HashSet<Code> _unsupported =
        [
            Code.Arglist, Code.Cpblk, Code.Jmp, Code.Initblk, Code.Ckfinite, Code.Mkrefany, Code.Refanytype, Code.Refanyval, Code.Readonly,
        ];

        private static readonly HashSet<Code> _pointerCodes = [Code.Localloc, Code.Calli];

        /// <summary>Everything that must not be in an assembly for the device.</summary>
        public static IReadOnlyList<Finding> Check(AssemblyDefinition assembly)
        {
            List<Finding> findings = [];
            foreach (TypeDefinition type in assembly.MainModule.GetTypes())
            {
                CheckType(type, findings);
            }

            foreach (TypeReference reference in assembly.MainModule.GetTypeReferences())
            {
                CheckUse(reference, reference.FullName, string.Empty, findings);
            }

            foreach (MemberReference member in assembly.MainModule.GetMemberReferences().Where(member => member.ContainsGenericParameter))
            {
                findings.Add(new Finding(IlRules.Generic, assembly.Name.Name, $"uses {member.FullName}", string.Empty));
            }

            CheckSizes(assembly, findings);
            return findings;
        }

        /// <summary>File and line of an instruction, or of the closest one before it that has them.</summary>
        public static string LocationOf(MethodDefinition method, Instruction? at)
        {
            IDictionary<Instruction, SequencePoint> points = method.DebugInformation.GetSequencePointMapping();
            for (Instruction? instruction = at; instruction is not null; instruction = instruction.Previous)
            {
                if (points.TryGetValue(instruction, out SequencePoint? point) && !point.IsHidden)
                {
                    return $"{point.Document.Url}({point.StartLine})";
                }
            }

            return string.Empty;
        }

        /// <summary>How findings name a method.</summary>
        public static string NameOf(MethodDefinition method) => $"{method.Module.Assembly.Name.Name} {method.DeclaringType.FullName}.{method.Name}";

        private static void CheckType(TypeDefinition type, List<Finding> findings)
        {
            string name = $"{type.Module.Assembly.Name.Name} {type.FullName}";
            if (type.HasGenericParameters)
            {
                findings.Add(new Finding(IlRules.Generic, name, "is a generic type", string.Empty));
            }

            CheckUses(type.BaseType, name, string.Empty, findings);
            foreach (InterfaceImplementation implementation in type.Interfaces)
            {
                CheckUses(implementation.InterfaceType, name, string.Empty, findings);
            }

            foreach (FieldDefinition field in type.Fields)
            {
                CheckUses(field.FieldType, $"{name}.{field.Name}", string.Empty, findings);
            }

            foreach (MethodDefinition method in type.Methods)
            {
                CheckMethod(method, findings);
            }
        }

        private static void CheckMethod(MethodDefinition method, List<Finding> findings)
        {
            string name = NameOf(method);
            string start = method.HasBody ? LocationOf(method, method.Body.Instructions.FirstOrDefault()) : string.Empty;
            if (method.HasGenericParameters)
            {
                findings.Add(new Finding(IlRules.Generic, name, "is a generic method", start));
            }

            CheckUses(method.ReturnType, name, start, findings);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                CheckUses(parameter.ParameterType, name, start, findings);
            }

            if (!method.HasBody)
            {
                return;
            }

            if (method.DeclaringType.IsInterface && !method.IsStatic)
            {
                findings.Add(new Finding(IlRules.DefaultInterfaceMethod, name, "has a body", start));
            }

            if (!method.IsStatic && method.CustomAttributes.Any(IsTestMark) && method.Body.Instructions.Any(instruction => instruction.OpCode.Code == Code.Ldarg_0))
            {
                findings.Add(new Finding(IlRules.TestInstance, name, "uses this", start));
            }

            if (method.Body.Variables.Count > MaxLocals)
            {
                findings.Add(new Finding(IlRules.Locals, name, $"has {method.Body.Variables.Count} locals, of {MaxLocals}", start));
            }

            foreach (VariableDefinition variable in method.Body.Variables)
            {
                CheckUses(variable.VariableType, name, start, findings);
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                CheckInstruction(method, instruction, name, findings);
            }
        }

        private static bool IsTestMark(CustomAttribute attribute) => attribute.AttributeType.FullName
            is "nanoFramework.TestFramework.TestMethodAttribute" or "nanoFramework.TestFramework.DataRowAttribute"
            or "nanoFramework.TestFramework.SetupAttribute" or "nanoFramework.TestFramework.CleanupAttribute";

        private static void CheckInstruction(MethodDefinition method, Instruction instruction, string name, List<Finding> findings)
        {
            OpCode code = instruction.OpCode;
            string? rule = null;
            if (_unsupported.Contains(code.Code))
            {
                rule = IlRules.OpCode;
            }
            else if (_pointerCodes.Contains(code.Code))
            {
                rule = IlRules.UnsafeMemory;
            }
            else if (code.Name.Contains(".ovf", StringComparison.Ordinal))
            {
                rule = IlRules.Checked;
            }
            else if (code.Code == Code.Volatile)
            {
                rule = IlRules.Volatile;
            }
            else if (code.Code == Code.Ldsfld && method.IsConstructor && method.IsStatic && IsAnothersStatic(method, (FieldReference)instruction.Operand))
            {
                findings.Add(new Finding(IlRules.StaticOrder, name, $"reads {((FieldReference)instruction.Operand).FullName}", LocationOf(method, instruction)));
            }

            if (rule is not null)
            {
                findings.Add(new Finding(rule, name, code.Name, LocationOf(method, instruction)));
            }

            switch (instruction.Operand)
            {
                case TypeReference type:
                    CheckUses(type, name, LocationOf(method, instruction), findings);
                    break;
                case GenericInstanceMethod called:
                    findings.Add(new Finding(IlRules.Generic, name, $"calls {called.FullName}", LocationOf(method, instruction)));
                    break;
                case MethodReference { DeclaringType.FullName: "System.Diagnostics.Debug" } called:
                    findings.Add(new Finding(IlRules.DebugOutput, name, $"calls {called.FullName}; Console prints in a release build, too", LocationOf(method, instruction)));
                    break;
                case MemberReference member:
                    CheckUses(member.DeclaringType, name, LocationOf(method, instruction), findings);
                    break;
                default:
                    break;
            }
        }

        private static bool IsAnothersStatic(MethodDefinition method, FieldReference field) =>
            field.DeclaringType.FullName != method.DeclaringType.FullName && field.DeclaringType.Scope == method.Module;

        /// <summary>A type and everything that it is made of.</summary>
        private static void CheckUses(TypeReference? type, string name, string location, List<Finding> findings)
        {
            for (TypeReference? part = type; part is not null; part = (part as TypeSpecification)?.ElementType)
            {
                CheckUse(part, name, location, findings);
            }
        }

        private static void CheckUse(TypeReference type, string name, string location, List<Finding> findings)
        {
            (string Rule, string Detail)? found = type switch
            {
                GenericInstanceType or GenericParameter => (IlRules.Generic, $"uses {type.FullName}"),
                ArrayType { Rank: > 1 } => (IlRules.ArrayRank, $"uses {type.FullName}"),
                PointerType or FunctionPointerType or PinnedType => (IlRules.UnsafeMemory, $"uses {type.FullName}"),
                _ when type.HasGenericParameters && type is not TypeDefinition => (IlRules.Generic, $"uses {type.FullName}"),
                _ when _forbiddenTypes.Contains(type.FullName) => (IlRules.ForbiddenType, $"uses {type.FullName}"),
                _ => null,
            };
            if (found is { } finding)
            {
                findings.Add(new Finding(finding.Rule, name, finding.Detail, location));
            }
        }

        private static void CheckSizes(AssemblyDefinition assembly, List<Finding> findings)
        {
            int il = assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).Sum(method => method.Body.CodeSize);
            if (il > MaxIlBytes)
            {
                findings.Add(new Finding(IlRules.IlSize, assembly.Name.Name, $"has {il} bytes of IL, of {MaxIlBytes}", string.Empty));
            }

            // What the CLR cannot run has no PE, so nothing to count either.
            int strings = findings.Count == 0 ? PeEstimate.Of(assembly).StringBytes : 0;
            if (strings > MaxStringBytes)
            {
                findings.Add(new Finding(IlRules.StringSize, assembly.Name.Name, $"has {strings} bytes of strings, of {MaxStringBytes}", string.Empty));
            }
        }
    }
}
