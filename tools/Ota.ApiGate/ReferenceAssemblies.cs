using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// Reference assemblies of nanoFramework's libraries: the core library itself (<see cref="CoreLibraryPackage"/>), and of the others every
    /// declaration of <see cref="ApiData"/>, no bodies. What the C# compiler sees through them is what it sees on a developer's machine, so
    /// overloads resolve as on the device.
    /// </summary>
    public sealed class ReferenceAssemblies
    {
        private static readonly Lazy<ReferenceAssemblies> _shared = new(MakeShared);

        private readonly Dictionary<string, byte[]> _images = new(StringComparer.Ordinal);

        /// <summary>Declares the assemblies and writes them to memory.</summary>
        public ReferenceAssemblies(IReadOnlyList<ApiAssembly> assemblies, IReadOnlyList<ApiPackage> packages)
        {
            using ApiTypes types = new(assemblies, packages);
            foreach (ApiAssembly assembly in assemblies)
            {
                MemberWriter writer = new(types, types.ModuleOf(assembly.Assembly));
                foreach (ApiType type in assembly.Types)
                {
                    if (!ApiTypes.IsGeneric(type.Name))
                    {
                        writer.Declare(type);
                    }
                }
            }

            foreach (ApiAssembly assembly in assemblies)
            {
                using MemoryStream stream = new();
                types.ModuleOf(assembly.Assembly).Assembly.Write(stream);
                _images.Add(assembly.Assembly, stream.ToArray());
            }
        }

        /// <summary>The core library as its package has it, and the others made of the data in this tool; made on first use.</summary>
        public static ReferenceAssemblies Shared => _shared.Value;

        /// <summary>The names of the assemblies.</summary>
        public IReadOnlyCollection<string> Names => _images.Keys;

        /// <summary>The image of an assembly, or null if nanoFramework has none of that name (or the data lacks it).</summary>
        public byte[]? Find(string assembly) => _images.GetValueOrDefault(assembly);

        private static ReferenceAssemblies MakeShared()
        {
            ReferenceAssemblies made = new(ApiData.Assemblies, ApiData.Packages);
            made._images[CoreLibraryPackage.Assembly] = CoreLibraryPackage.Dll;
            return made;
        }

        /// <summary>Fills the types of one module.</summary>
        private sealed class MemberWriter(ApiTypes types, ModuleDefinition module)
        {
            public void Declare(ApiType api)
            {
                TypeDefinition type = types.Definition(api.Name);
                foreach (string name in api.Interfaces ?? [])
                {
                    if (!ApiTypes.IsGeneric(name))
                    {
                        type.Interfaces.Add(new InterfaceImplementation(types.UseBase(name, module)));
                    }
                }

                AddAttributes(type.CustomAttributes, api.Attributes);
                foreach (ApiMember member in api.Members ?? [])
                {
                    if (!UsesGenerics(member))
                    {
                        Declare(type, api, member);
                    }
                }

                AddHiddenField(type, api);
            }

            private static bool UsesGenerics(ApiMember member) =>
                ApiTypes.IsGeneric(member.Type ?? member.Returns ?? string.Empty)
                || (member.Params ?? []).Any(parameter => ApiTypes.IsGeneric(parameter.Type));

            private void Declare(TypeDefinition type, ApiType api, ApiMember member)
            {
                switch (member.Kind)
                {
                    case "field":
                        AddField(type, member);
                        break;
                    case "method":
                        AddMethod(type, api, member);
                        break;
                    case "property":
                        AddProperty(type, member);
                        break;
                    case "event":
                        EventDefinition added = new(member.Name, EventAttributes.None, types.Use(member.Type!, module))
                        {
                            AddMethod = type.Methods.First(method => method.Name == member.Add),
                            RemoveMethod = type.Methods.First(method => method.Name == member.Remove),
                        };
                        type.Events.Add(added);
                        break;
                    default:
                        throw new InvalidDataException($"{api.Name}: a member of kind '{member.Kind}'.");
                }
            }

            private void AddField(TypeDefinition type, ApiMember member)
            {
                FieldAttributes flags = member.Protected ? FieldAttributes.Family : FieldAttributes.Public;
                flags |= member.Static ? FieldAttributes.Static : 0;
                flags |= member.Readonly ? FieldAttributes.InitOnly : 0;
                flags |= member.Special ? FieldAttributes.SpecialName | FieldAttributes.RTSpecialName : 0;
                FieldDefinition field = new(member.Name, flags, types.Use(member.Type!, module));
                if (member.Const is { } value)
                {
                    field.Attributes |= FieldAttributes.Literal;
                    field.Constant = types.Constant(member.Type!, value);
                }

                AddAttributes(field.CustomAttributes, member.Attributes);
                type.Fields.Add(field);
            }

            private void AddMethod(TypeDefinition type, ApiType api, ApiMember member)
            {
                MethodAttributes flags = MethodAttributes.HideBySig | (member.Protected ? MethodAttributes.Family : MethodAttributes.Public);
                flags |= member.Static ? MethodAttributes.Static : 0;
                flags |= member.Virtual ? MethodAttributes.Virtual : 0;
                flags |= member.Abstract ? MethodAttributes.Abstract : 0;
                flags |= member.Final ? MethodAttributes.Final : 0;
                flags |= member.Newslot ? MethodAttributes.NewSlot : 0;
                flags |= member.Special ? MethodAttributes.SpecialName : 0;
                flags |= member.Name is ".ctor" or ".cctor" ? MethodAttributes.RTSpecialName : 0;
                MethodDefinition method = new(member.Name, flags, types.Use(member.Returns!, module));
                foreach (ApiParameter parameter in member.Params ?? [])
                {
                    method.Parameters.Add(Parameter(parameter));
                }

                if (api.Kind == "delegate")
                {
                    method.ImplAttributes = MethodImplAttributes.Runtime | MethodImplAttributes.Managed;
                }
                else if (!member.Abstract)
                {
                    ILProcessor il = method.Body.GetILProcessor();
                    il.Emit(OpCodes.Ldnull);
                    il.Emit(OpCodes.Throw);
                }

                AddAttributes(method.CustomAttributes, member.Attributes);
                type.Methods.Add(method);
            }

            private ParameterDefinition Parameter(ApiParameter api)
            {
                ParameterAttributes flags = api.Out ? ParameterAttributes.Out : 0;
                flags |= api.In ? ParameterAttributes.In : 0;
                flags |= api.Optional ? ParameterAttributes.Optional | ParameterAttributes.HasDefault : 0;
                ParameterDefinition parameter = new(api.Name, flags, types.Use(api.Type, module));
                if (api.Optional)
                {
                    parameter.Constant = api.Default is { } value ? types.Constant(api.Type, value) : null;
                }

                AddAttributes(parameter.CustomAttributes, api.Attributes);
                return parameter;
            }

            private void AddProperty(TypeDefinition type, ApiMember member)
            {
                int indices = member.Params?.Length ?? 0;
                PropertyDefinition property = new(member.Name, PropertyAttributes.None, types.Use(member.Type!, module))
                {
                    GetMethod = type.Methods.FirstOrDefault(method => method.Name == member.Get && method.Parameters.Count == indices),
                    SetMethod = type.Methods.FirstOrDefault(method => method.Name == member.Set && method.Parameters.Count == indices + 1),
                };
                AddAttributes(property.CustomAttributes, member.Attributes);
                type.Properties.Add(property);
            }

            /// <summary>A struct without fields counts as assigned from the start; the real ones have private fields.</summary>
            private void AddHiddenField(TypeDefinition type, ApiType api)
            {
                bool hasField = type.Fields.Any(field => !field.IsStatic);
                if (api.Kind == "struct" && !hasField && !types.IsPrimitive(api.Name))
                {
                    type.Fields.Add(new FieldDefinition("_hidden", FieldAttributes.Private, types.Use("System.Int32", module)));
                }
            }

            private void AddAttributes(Mono.Collections.Generic.Collection<CustomAttribute> target, ApiAnnotation[]? attributes)
            {
                foreach (ApiAnnotation attribute in attributes ?? [])
                {
                    // A ref struct carries this message for old compilers; the attribute that lifts it is internal and not in the data.
                    bool refStructMark = attribute.Type == "System.ObsoleteAttribute" && attribute.Args is [var text, _]
                        && text.GetString() == "Types with embedded references are not supported in this version of your compiler.";
                    if (!refStructMark)
                    {
                        target.Add(types.Attribute(attribute, module));
                    }
                }
            }
        }
    }
}
