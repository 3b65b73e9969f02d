using System.Collections.Immutable;
using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>The types on the evaluation stack, as nanoFramework's interpreter keeps them; null where it does not matter.</summary>
    internal sealed class StackTypes
    {
        private readonly ImmutableStack<TypeReference?> _types;

        private StackTypes(ImmutableStack<TypeReference?> types)
        {
            _types = types;
        }

        public static StackTypes Empty { get; } = new(ImmutableStack<TypeReference?>.Empty);

        public static bool IsUnsigned(TypeReference? type) => IsUnsigned32(type) || type?.MetadataType is MetadataType.UInt64;

        public static bool IsUnsigned32(TypeReference? type) => type?.MetadataType is MetadataType.UInt32 or MetadataType.UIntPtr;

        /// <summary>Whether it is a signed number that a conversion to unsigned does not touch: int or long, or an enum over one.</summary>
        public static bool IsSigned(TypeReference type) => Loaded(type)?.MetadataType is MetadataType.Int32 or MetadataType.Int64;

        /// <summary>The type below an enum, and Int32 for what becomes one when it is loaded.</summary>
        public static TypeReference? Loaded(TypeReference? type)
        {
            TypeReference? plain = type is IModifierType modifier ? modifier.ElementType : type;
            if (plain is { IsValueType: true, IsPrimitive: false } and not TypeSpecification
                && plain.Resolve() is { IsEnum: true } definition)
            {
                plain = definition.Fields.First(field => !field.IsStatic).FieldType;
            }

            return plain?.MetadataType is MetadataType.Boolean or MetadataType.Char or MetadataType.SByte or MetadataType.Byte
                or MetadataType.Int16 or MetadataType.UInt16
                ? plain.Module.TypeSystem.Int32
                : plain;
        }

        public StackTypes Push(TypeReference? type) => new(_types.Push(Loaded(type)));

        public StackTypes Pop(int count)
        {
            ImmutableStack<TypeReference?> types = _types;
            for (int i = 0; i < count && !types.IsEmpty; i++)
            {
                types = types.Pop();
            }

            return new StackTypes(types);
        }

        public TypeReference? Peek(int depth)
        {
            ImmutableStack<TypeReference?> types = Pop(depth)._types;
            return types.IsEmpty ? null : types.Peek();
        }

        /// <summary>What holds on either of two paths: an unsigned number on one of them is one.</summary>
        public StackTypes Merge(StackTypes other)
        {
            TypeReference?[] mine = [.. _types];
            TypeReference?[] others = [.. other._types];
            ImmutableStack<TypeReference?> merged = ImmutableStack<TypeReference?>.Empty;
            for (int i = Math.Min(mine.Length, others.Length) - 1; i >= 0; i--)
            {
                merged = merged.Push(IsUnsigned(mine[i]) || !IsUnsigned(others[i]) ? mine[i] : others[i]);
            }

            return new StackTypes(merged);
        }

        public bool SameAs(StackTypes other) =>
            _types.Select(type => type?.FullName).SequenceEqual(other._types.Select(type => type?.FullName));
    }
}
