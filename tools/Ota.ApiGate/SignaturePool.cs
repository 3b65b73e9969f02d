using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoOta.ApiGate
{
    /// <summary>The signatures of a PE: bytes in which each signature is found once, be it in the middle of others.</summary>
    internal sealed class SignaturePool(Func<TypeReference, int> tokenOf)
    {
        private const byte Field = 0x06;
        private const byte HasThis = 0x20;
        private const byte ByReference = 0x11;
        private const byte ValueType = 0x12;
        private const byte Class = 0x13;
        private const byte Array = 0x1D;

        private static readonly string[] _primitives =
        [
            "System.Void", "System.Boolean", "System.SByte", "System.Byte", "System.Char", "System.Int16", "System.UInt16", "System.Int32",
            "System.UInt32", "System.Single", "System.Int64", "System.UInt64", "System.Double", "System.String", "System.Object",
            "System.IntPtr", "System.UIntPtr", "System.WeakReference",
        ];

        private readonly List<byte> _bytes = [];

        /// <summary>Bytes of all signatures.</summary>
        public int Length => _bytes.Count;

        /// <summary>Whether a signature has one byte for the type, which then needs no reference.</summary>
        public static bool IsPrimitive(TypeReference type) => _primitives.Contains(type.FullName);

        /// <summary>Adds the signature of a reference.</summary>
        public void AddReference(MemberReference member)
        {
            if (member is MethodReference method)
            {
                Add(method);
            }
            else
            {
                Put([Field, .. TypeOf(((FieldReference)member).FieldType)]);
            }
        }

        /// <summary>Adds a field's signature, and the data that its array begins with.</summary>
        public void Add(FieldDefinition field)
        {
            Put([Field, .. TypeOf(field.FieldType)]);
            if (field.InitialValue is { Length: > 0 } data)
            {
                Put([(byte)data.Length, (byte)(data.Length >> 8), .. data]);
            }
        }

        /// <summary>Adds a method's signature.</summary>
        public void Add(MethodReference method) => Put(
        [
            method.HasThis ? HasThis : (byte)0,
            (byte)method.Parameters.Count,
            .. TypeOf(method.ReturnType),
            .. method.Parameters.SelectMany(parameter => TypeOf(parameter.ParameterType)),
        ]);

        /// <summary>Adds the types of locals.</summary>
        public void Add(IEnumerable<VariableDefinition> variables) => Put([.. variables.SelectMany(variable => TypeOf(variable.VariableType))]);

        /// <summary>Adds the interfaces of a type.</summary>
        public void Add(ICollection<InterfaceImplementation> interfaces)
        {
            if (interfaces.Count > 0)
            {
                Put([(byte)interfaces.Count, .. interfaces.SelectMany(implemented => Compressed(tokenOf(implemented.InterfaceType)))]);
            }
        }

        /// <summary>Adds an attribute's values.</summary>
        public void Add(CustomAttribute attribute) => Put([.. attribute.ConstructorArguments.SelectMany(ValueOf), 0, 0]);

        private static byte[] Compressed(int token) => token < 0x80 ? [(byte)token] : [(byte)(0x80 | (token >> 8)), (byte)token];

        private static IEnumerable<byte> ValueOf(CustomAttributeArgument argument) => argument.Value switch
        {
            CustomAttributeArgument[] inners => [(byte)inners.Length, .. inners.SelectMany(ValueOf)],
            CustomAttributeArgument inner => ValueOf(inner),
            string or TypeReference => [0x0E, .. BitConverter.GetBytes((ushort)(argument.Value.GetHashCode() & 0x7FFF))],
            bool value => [0x02, value ? (byte)1 : (byte)0],
            byte or sbyte => [0x05, Convert.ToByte(argument.Value, null)],
            long or ulong or double => [0x0A, .. new byte[8]],
            short or ushort or char => [0x06, .. new byte[2]],
            int value => [0x08, .. BitConverter.GetBytes(value)],
            _ => [0x08, .. new byte[4]],
        };

        private byte[] TypeOf(TypeReference type) => type switch
        {
            ByReferenceType reference => [ByReference, .. TypeOf(reference.ElementType)],
            ArrayType array => [Array, .. TypeOf(array.ElementType)],
            _ when System.Array.IndexOf(_primitives, type.FullName) is >= 0 and int index => [(byte)index],
            _ => [type.IsValueType ? ValueType : Class, .. Compressed(tokenOf(type))],
        };

        private void Put(byte[] signature)
        {
            if (signature.Length > 0 && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes).IndexOf(signature) < 0)
            {
                _bytes.AddRange(signature);
            }
        }
    }
}
