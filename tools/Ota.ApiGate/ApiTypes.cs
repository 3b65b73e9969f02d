using System.Globalization;
using System.Text.Json;
using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>The modules and types being declared, and how a type named in the data is written into a signature.</summary>
    internal sealed class ApiTypes : IAssemblyResolver
    {
        private readonly Dictionary<string, ModuleDefinition> _modules = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TypeDefinition> _definitions = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ApiType> _types = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TypeReference> _primitives;
        private readonly ModuleDefinition _scratch = ModuleDefinition.CreateModule("scratch", ModuleKind.Dll);

        public ApiTypes(IReadOnlyList<ApiAssembly> assemblies, IReadOnlyList<ApiPackage> packages)
        {
            // These must be element types in signatures, in the core library as well; the type system of another module has them as such.
            TypeSystem system = _scratch.TypeSystem;
            _primitives = new TypeReference[]
            {
                system.Void, system.Boolean, system.Char, system.SByte, system.Byte, system.Int16, system.UInt16, system.Int32,
                system.UInt32, system.Int64, system.UInt64, system.Single, system.Double, system.IntPtr, system.UIntPtr,
                system.String, system.Object, system.TypedReference,
            }.ToDictionary(type => type.FullName, StringComparer.Ordinal);

            foreach (ApiAssembly assembly in assemblies)
            {
                Version version = Version.Parse(packages.First(package => package.Assembly == assembly.Assembly).AssemblyVersion);
                AssemblyNameDefinition name = new(assembly.Assembly, version);
                if (assembly.Assembly == CoreLibraryPackage.Assembly)
                {
                    // The libraries made here refer to the core library of the package, whose name has a key.
                    name.PublicKey = CoreLibraryPackage.PublicKey;
                }

                ModuleParameters parameters = new() { Kind = ModuleKind.Dll, Runtime = TargetRuntime.Net_4_0, AssemblyResolver = this };
                ModuleDefinition module = AssemblyDefinition.CreateAssembly(name, assembly.Assembly + ".dll", parameters).MainModule;
                _modules.Add(assembly.Assembly, module);
            }

            foreach (ApiAssembly assembly in assemblies)
            {
                ModuleDefinition module = ModuleOf(assembly.Assembly);
                foreach (string reference in assembly.References)
                {
                    module.AssemblyReferences.Add(ModuleOf(reference).Assembly.Name);
                }

                // Outer types come before the ones in them.
                foreach (ApiType type in assembly.Types.Where(type => !IsGeneric(type.Name)).OrderBy(type => type.Name.Count(c => c == '/')))
                {
                    Define(type, module);
                }
            }

            // The bases say which types are value types, and signatures need to know.
            foreach ((string name, ApiType type) in _types)
            {
                if (type.Base is not null)
                {
                    _definitions[name].BaseType = UseBase(type.Base, _definitions[name].Module);
                }
            }
        }

        /// <summary>Whether a name is of a generic type, or of one made with a type parameter.</summary>
        public static bool IsGeneric(string name) => name.Contains('`') || name.Contains('!') || name.Contains('<');

        public ModuleDefinition ModuleOf(string assembly) => _modules[assembly];

        public TypeDefinition Definition(string name) => _definitions[name];

        public bool IsPrimitive(string name) => _primitives.ContainsKey(name);

        /// <summary>A type as a signature of <paramref name="module"/> names it.</summary>
        public TypeReference Use(string name, ModuleDefinition module)
        {
            if (name.EndsWith('&'))
            {
                return new ByReferenceType(Use(name[..^1], module));
            }

            if (name.EndsWith("[]", StringComparison.Ordinal))
            {
                return new ArrayType(Use(name[..^2], module));
            }

            if (name.EndsWith('*'))
            {
                return new PointerType(Use(name[..^1], module));
            }

            return _primitives.TryGetValue(name, out TypeReference? primitive) ? primitive : UseBase(name, module);
        }

        /// <summary>A type where it stands as a type of its own (a base, an interface, an attribute), not as an element of a signature.</summary>
        public TypeReference UseBase(string name, ModuleDefinition module) =>
            _definitions.TryGetValue(name, out TypeDefinition? definition)
                ? module.ImportReference(definition)
                : throw new InvalidDataException($"{module.Assembly.Name.Name} uses {name}, which is not in the data.");

        /// <summary>A constant of the data, as the type that holds it (for an enum the type below).</summary>
        public object? Constant(string type, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            string holder = type.TrimEnd('&');
            if (_types.TryGetValue(holder, out ApiType? api) && api.Kind == "enum")
            {
                holder = api.Members!.First(member => member.Name == "value__").Type!;
            }

            CultureInfo culture = CultureInfo.InvariantCulture;
            return holder switch
            {
                "System.String" or "System.Object" => value.ValueKind == JsonValueKind.String ? value.GetString() : null,
                "System.Boolean" => value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.Number && value.GetInt32() != 0),
                "System.Char" => value.ValueKind == JsonValueKind.String ? value.GetString()![0] : (char)value.GetInt32(),
                "System.SByte" => value.GetSByte(),
                "System.Byte" => value.GetByte(),
                "System.Int16" => value.GetInt16(),
                "System.UInt16" => value.GetUInt16(),
                "System.Int32" => value.GetInt32(),
                "System.UInt32" => value.GetUInt32(),
                "System.Int64" => value.GetInt64(),
                "System.UInt64" => value.GetUInt64(),
                "System.Single" => value.ValueKind == JsonValueKind.String ? float.Parse(value.GetString()!, culture) : value.GetSingle(),
                "System.Double" => value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, culture) : value.GetDouble(),
                _ => throw new InvalidDataException($"A constant of type {type}."),
            };
        }

        /// <summary>An attribute with its arguments.</summary>
        public CustomAttribute Attribute(ApiAnnotation api, ModuleDefinition module)
        {
            TypeDefinition type = _definitions[api.Type];
            JsonElement[] values = api.Args ?? [];
            ApiMember constructor = _types[api.Type].Members!.First(member =>
                member.Name == ".ctor" && (member.Params?.Length ?? 0) == values.Length);
            MethodReference reference = new(".ctor", Use("System.Void", module), module.ImportReference(type)) { HasThis = true };
            CustomAttribute attribute = new(reference);
            for (int i = 0; i < values.Length; i++)
            {
                string parameter = constructor.Params![i].Type;
                reference.Parameters.Add(new ParameterDefinition(Use(parameter, module)));
                attribute.ConstructorArguments.Add(new CustomAttributeArgument(Use(parameter, module), Constant(parameter, values[i])));
            }

            foreach ((string name, JsonElement value) in api.Named ?? [])
            {
                ApiMember member = _types[api.Type].Members!.First(candidate => candidate.Name == name && candidate.Type is not null);
                CustomAttributeArgument argument = new(Use(member.Type!, module), Constant(member.Type!, value));
                (member.Kind == "field" ? attribute.Fields : attribute.Properties).Add(new CustomAttributeNamedArgument(name, argument));
            }

            return attribute;
        }

        public AssemblyDefinition Resolve(AssemblyNameReference name) => _modules[name.Name].Assembly;

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

        public void Dispose()
        {
            _scratch.Dispose();
            foreach (ModuleDefinition module in _modules.Values)
            {
                module.Dispose();
            }
        }

        private void Define(ApiType api, ModuleDefinition module)
        {
            int nested = api.Name.LastIndexOf('/');
            int dot = api.Name.LastIndexOf('.');
            TypeAttributes flags = api.Abstract ? TypeAttributes.Abstract : 0;
            flags |= api.Sealed ? TypeAttributes.Sealed : 0;
            flags |= api.Kind == "interface" ? TypeAttributes.Interface | TypeAttributes.Abstract : 0;
            flags |= api.Kind is "struct" ? TypeAttributes.SequentialLayout : 0;
            if (nested >= 0)
            {
                flags |= api.Protected ? TypeAttributes.NestedFamily : TypeAttributes.NestedPublic;
                TypeDefinition type = new(string.Empty, api.Name[(nested + 1)..], flags);
                Add(api, type);
                _definitions[api.Name[..nested]].NestedTypes.Add(type);
            }
            else
            {
                string space = dot < 0 ? string.Empty : api.Name[..dot];
                TypeDefinition type = new(space, api.Name[(dot + 1)..], flags | TypeAttributes.Public);
                Add(api, type);
                module.Types.Add(type);
            }
        }

        private void Add(ApiType api, TypeDefinition type)
        {
            _types.Add(api.Name, api);
            _definitions.Add(api.Name, type);
        }
    }
}
