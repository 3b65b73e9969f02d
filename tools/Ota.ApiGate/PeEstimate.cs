using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// The size that an assembly has as a PE of NFMRK1, computed from its IL: what stands in for the metadata processor where there is none.
    /// </summary>
    /// <remarks>
    /// Counted are the header, the rows of each table, strings, signatures and code, as they lie in a PE (nf-interpreter, nanoCLR_Types.h) and
    /// as the metadata processor fills them: nothing that only left-out attributes use, each string once and none of the CLR's own, each signature
    /// once, also where it is a part of others, tokens of 2 bytes in code. Resources are not counted. Tests hold the result to real PE files.
    /// </remarks>
    public sealed class PeEstimate
    {
        private const int HeaderBytes = 124;
        private const int HandlerBytes = 12;

        // Attributes for compilers and debuggers, which no PE has.
        private static readonly HashSet<string> _leftOut = new(StringComparer.Ordinal)
        {
            "System.AttributeUsageAttribute", "System.CLSCompliantAttribute", "System.FlagsAttribute", "System.ObsoleteAttribute",
            "System.ParamArrayAttribute", "System.Diagnostics.ConditionalAttribute", "System.Diagnostics.DebuggableAttribute",
            "System.Diagnostics.DebuggerBrowsableAttribute", "System.Diagnostics.DebuggerDisplayAttribute",
            "System.Diagnostics.DebuggerHiddenAttribute", "System.Diagnostics.DebuggerNonUserCodeAttribute",
            "System.Diagnostics.DebuggerStepThroughAttribute", "System.Reflection.DefaultMemberAttribute",
            "System.Runtime.CompilerServices.ExtensionAttribute", "System.Runtime.InteropServices.StructLayoutAttribute",
        };

        private readonly HashSet<string> _strings = new(StringComparer.Ordinal) { string.Empty };
        private readonly SignaturePool _signatures;
        private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _typeReferences = new(StringComparer.Ordinal);
        private readonly Dictionary<string, MemberReference> _memberReferences = new(StringComparer.Ordinal);
        private readonly HashSet<string> _assemblyReferences = new(StringComparer.Ordinal);
        private readonly HashSet<string> _typeSpecifications = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _tables = new(StringComparer.Ordinal);

        private PeEstimate(AssemblyDefinition assembly)
        {
            _signatures = new SignaturePool(TokenOf);
            TypeDefinition[] types = [.. assembly.MainModule.GetTypes().Where(type => type.FullName != "<Module>").OrderBy(type => type.FullName, StringComparer.Ordinal)];
            foreach (TypeDefinition type in types)
            {
                _types.Add(type.FullName, _types.Count);
            }

            // References first: their numbers decide how long a token in a signature is.
            CustomAttribute[] attributes = [.. types.SelectMany(AttributesOf)];
            FindReferences(types, attributes);
            foreach (MemberReference member in _memberReferences.Values)
            {
                _strings.Add(member.Name);
                _signatures.AddReference(member);
            }

            int code = 0;
            foreach (TypeDefinition type in types)
            {
                code += Add(type);
            }

            foreach (CustomAttribute attribute in attributes)
            {
                _signatures.Add(attribute);
                _strings.UnionWith(attribute.ConstructorArguments.SelectMany(Texts));
            }

            _strings.Add(assembly.Name.Name);
            _strings.UnionWith(_assemblyReferences);
            _strings.ExceptWith(ClrOwnStrings.Known);

            _tables["assembly references"] = _assemblyReferences.Count * 12;
            _tables["type references"] = _typeReferences.Count * 8;
            _tables["field references"] = _memberReferences.Values.Count(member => member is FieldReference) * 8;
            _tables["method references"] = _memberReferences.Values.Count(member => member is MethodReference) * 8;
            _tables["types"] = types.Length * 24;
            _tables["fields"] = types.Sum(type => FieldsOf(type).Count()) * 8;
            _tables["methods"] = types.Sum(type => type.Methods.Count) * 16;
            _tables["attributes"] = attributes.Length * 8;
            _tables["type specs"] = _typeSpecifications.Count * 4;
            _tables["strings"] = _strings.Sum(text => System.Text.Encoding.UTF8.GetByteCount(text) + 1);
            _tables["signatures"] = _signatures.Length;
            _tables["IL"] = code;
        }

        /// <summary>Bytes of the PE.</summary>
        public int Length => HeaderBytes + _tables.Values.Sum(bytes => (bytes + 3) & ~3);

        /// <summary>Bytes of the table of strings, of <see cref="IlChecker.MaxStringBytes"/>.</summary>
        public int StringBytes => _tables["strings"];

        /// <summary>Name and bytes of each table that is not empty, the largest first.</summary>
        public IReadOnlyList<(string Name, int Bytes)> Tables =>
            [.. _tables.Where(table => table.Value > 0).OrderByDescending(table => table.Value).Select(table => (table.Key, table.Value))];

        /// <summary>Estimates an assembly that the C# compiler made.</summary>
        public static PeEstimate Of(AssemblyDefinition assembly) => new(assembly);

        private static IEnumerable<FieldDefinition> FieldsOf(TypeDefinition type) => type.Fields.Where(field => !field.HasConstant);

        private static IEnumerable<CustomAttribute> AttributesOf(TypeDefinition type) =>
            type.CustomAttributes
                .Concat(FieldsOf(type).SelectMany(field => field.CustomAttributes))
                .Concat(type.Methods.SelectMany(method => method.CustomAttributes))
                .Where(attribute => !_leftOut.Contains(attribute.AttributeType.FullName));

        private static IEnumerable<string> Texts(CustomAttributeArgument argument) => argument.Value switch
        {
            string text => [text],
            CustomAttributeArgument inner => Texts(inner),
            CustomAttributeArgument[] inners => inners.SelectMany(Texts),
            TypeReference type => [type.FullName],
            _ => [],
        };

        private static int CodeBytes(MethodBody body)
        {
            int bytes = body.CodeSize;
            foreach (Instruction instruction in body.Instructions)
            {
                bytes -= instruction.OpCode.OperandType switch
                {
                    OperandType.InlineSwitch => 3 + (2 * ((Instruction[])instruction.Operand).Length),
                    OperandType.InlineString or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                        or OperandType.InlineBrTarget => 2,
                    _ => 0,
                };
            }

            return body.HasExceptionHandlers ? bytes + (body.ExceptionHandlers.Count * HandlerBytes) + 1 : bytes;
        }

        private void FindReferences(TypeDefinition[] types, CustomAttribute[] attributes)
        {
            foreach (TypeDefinition type in types)
            {
                Use(type.BaseType);
                foreach (InterfaceImplementation implemented in type.Interfaces)
                {
                    Use(implemented.InterfaceType);
                }

                foreach (FieldDefinition field in FieldsOf(type))
                {
                    UseInSignature(field.FieldType);
                }

                foreach (MethodDefinition method in type.Methods)
                {
                    UseSignature(method);
                    if (method.HasBody)
                    {
                        Use(method.Body);
                    }
                }
            }

            foreach (CustomAttribute attribute in attributes)
            {
                Use((MemberReference)attribute.Constructor);
            }
        }

        private void Use(MethodBody body)
        {
            foreach (VariableDefinition variable in body.Variables)
            {
                UseInSignature(variable.VariableType);
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                Use(handler.CatchType);
            }

            foreach (Instruction instruction in body.Instructions)
            {
                switch (instruction.Operand)
                {
                    case TypeReference type:
                        Use(type);
                        if (type is TypeSpecification)
                        {
                            _typeSpecifications.Add(type.FullName);
                        }

                        break;
                    case MemberReference member:
                        Use(member);
                        break;
                    case string text:
                        _strings.Add(text);
                        break;
                    default:
                        break;
                }
            }
        }

        private void Use(MemberReference member)
        {
            if (member is IMemberDefinition)
            {
                return;
            }

            _memberReferences.TryAdd(member.FullName, member);
            Use(member.DeclaringType);
            if (member is MethodReference method)
            {
                UseSignature(method);
            }
            else if (member is FieldReference field)
            {
                UseInSignature(field.FieldType);
            }
        }

        private void UseSignature(MethodReference method)
        {
            UseInSignature(method.ReturnType);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                UseInSignature(parameter.ParameterType);
            }
        }

        // A signature names a primitive type by a byte; a token needs a reference.
        private void UseInSignature(TypeReference type)
        {
            TypeReference element = Element(type);
            if (!SignaturePool.IsPrimitive(element))
            {
                Use(element);
            }
        }

        private static TypeReference Element(TypeReference type)
        {
            while (type is TypeSpecification specification)
            {
                type = specification.ElementType;
            }

            return type;
        }

        private void Use(TypeReference? named)
        {
            if (named is null || Element(named) is not { } type || type is TypeDefinition or GenericParameter)
            {
                return;
            }

            if (_typeReferences.TryAdd(type.FullName, _typeReferences.Count))
            {
                _strings.Add(type.Name);
                _strings.Add(type.Namespace);
                Use(type.DeclaringType);
                if (type.Scope is AssemblyNameReference assembly)
                {
                    _assemblyReferences.Add(assembly.Name);
                }
            }
        }

        private int Add(TypeDefinition type)
        {
            _strings.Add(type.Name);
            _strings.Add(type.Namespace);
            foreach (FieldDefinition field in FieldsOf(type).OrderByDescending(field => field.IsStatic))
            {
                _strings.Add(field.Name);
                _signatures.Add(field);
            }

            int code = 0;
            foreach (MethodDefinition method in type.Methods.OrderBy(method => method.IsVirtual ? 0 : method.IsStatic ? 2 : 1))
            {
                _strings.Add(method.Name);
                _signatures.Add(method);
                if (method.HasBody)
                {
                    _signatures.Add(method.Body.Variables);
                    code += CodeBytes(method.Body);
                }
            }

            _signatures.Add(type.Interfaces);
            return code;
        }

        private int TokenOf(TypeReference type)
        {
            if (type is TypeSpecification)
            {
                _typeSpecifications.Add(type.FullName);
                return (_typeSpecifications.Count << 2) | 2;
            }

            return _types.TryGetValue(type.FullName, out int own) ? own << 2 : (_typeReferences.GetValueOrDefault(type.FullName) << 2) | 1;
        }
    }
}
