using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// Which signed parameters and results hold unsigned values: an argument keeps the type that the caller pushed, a result the one that
    /// was returned. Virtual methods of one name and number of parameters count as one, whichever of them is called.
    /// </summary>
    internal sealed class SignednessFlow
    {
        private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);
        private readonly HashSet<string> _results = new(StringComparer.Ordinal);

        /// <summary>Whether something became known since the last reset.</summary>
        public bool Changed { get; private set; }

        public void Reset() => Changed = false;

        public void PassUnsigned(MethodDefinition called, int parameter, MethodDefinition caller) =>
            Changed |= _parameters.TryAdd(Key(called, parameter), IlChecker.NameOf(caller));

        public void ReturnUnsigned(MethodDefinition method) => Changed |= _results.Add(Key(method, -1));

        /// <summary>The type that a parameter has when it is loaded.</summary>
        public TypeReference Parameter(MethodDefinition method, ParameterDefinition parameter) =>
            _parameters.ContainsKey(Key(method, parameter.Index)) ? Unsigned(parameter.ParameterType) : parameter.ParameterType;

        /// <summary>The type that a call leaves on the stack.</summary>
        public TypeReference Result(MethodReference called) =>
            StackTypes.IsSigned(called.ReturnType) && called.Resolve() is { } method && _results.Contains(Key(method, -1))
                ? Unsigned(called.ReturnType)
                : called.ReturnType;

        /// <summary>Who passes unsigned values to a method, in words; empty if nobody does.</summary>
        public string CallersOf(MethodDefinition method)
        {
            IEnumerable<string> callers = Enumerable.Range(0, method.Parameters.Count)
                .Select(parameter => _parameters.GetValueOrDefault(Key(method, parameter), string.Empty))
                .Where(caller => caller.Length > 0)
                .Distinct();
            string joined = string.Join(", ", callers);
            return joined.Length == 0 ? string.Empty : $" (one is passed by {joined})";
        }

        private static string Key(MethodDefinition method, int parameter) =>
            method.IsVirtual ? $"~{method.Name}/{method.Parameters.Count}#{parameter}" : $"{method.FullName}#{parameter}";

        private static TypeReference Unsigned(TypeReference type) =>
            type.MetadataType == MetadataType.Int64 ? type.Module.TypeSystem.UInt64 : type.Module.TypeSystem.UInt32;
    }
}
