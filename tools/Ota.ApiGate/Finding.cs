namespace NanoOta.ApiGate
{
    /// <summary>Something in an assembly that the CLR does not run, or runs otherwise than .NET does.</summary>
    /// <param name="Rule">One of <see cref="IlRules"/>.</param>
    /// <param name="Member">The assembly and the type or method.</param>
    /// <param name="Detail">What was found there.</param>
    /// <param name="Location">File and line, where the debug information has them; else empty.</param>
    public sealed record Finding(string Rule, string Member, string Detail, string Location)
    {
        /// <summary>Without the line, so that it stays the same while the code around it changes.</summary>
        public string BaselineLine => $"{Rule} {Member} {Detail}";

        /// <inheritdoc/>
        public override string ToString() =>
            Location.Length == 0 ? $"{Member}: {Rule}: {Detail}" : $"{Location}: {Rule}: {Detail} in {Member}";
    }

    /// <summary>The rules' names.</summary>
    public static class IlRules
    {
        /// <summary>A generic type, method or instance: the CLR crashes when it loads the assembly, or hangs.</summary>
        public const string Generic = "generic";

        /// <summary>An array of more than one dimension: a crash. Jagged arrays work.</summary>
        public const string ArrayRank = "array-rank";

        /// <summary>More locals than <see cref="IlChecker.MaxLocals"/> in a method: a crash.</summary>
        public const string Locals = "locals";

        /// <summary>stackalloc, fixed, pointers, function pointers: refused by the converter or wrong at run time.</summary>
        public const string UnsafeMemory = "pointer";

        /// <summary>checked arithmetic: it never throws.</summary>
        public const string Checked = "checked";

        /// <summary>An instruction that the interpreter does not have.</summary>
        public const string OpCode = "opcode";

        /// <summary>A method with a body in an interface: wrong-type error at run time.</summary>
        public const string DefaultInterfaceMethod = "default-interface-method";

        /// <summary>Volatile access: the prefix does nothing.</summary>
        public const string Volatile = "volatile";

        /// <summary>A type that stands for something that the CLR cannot do (thread statics, decimal, tuples, nullable values).</summary>
        public const string ForbiddenType = "forbidden-type";

        /// <summary>A static initialiser that reads another type's static: they run in type order, so it may see a default.</summary>
        public const string StaticOrder = "static-order";

        /// <summary>A test that uses its instance: nanoFramework's own launcher calls tests without one.</summary>
        public const string TestInstance = "test-instance";

        /// <summary>More IL than <see cref="IlChecker.MaxIlBytes"/> in an assembly: refused by the converter.</summary>
        public const string IlSize = "il-size";

        /// <summary>More strings than <see cref="IlChecker.MaxStringBytes"/> in an assembly: refused by the converter.</summary>
        public const string StringSize = "string-size";

        /// <summary>A call of System.Diagnostics.Debug: a release build leaves the call out, so nothing is printed.</summary>
        public const string DebugOutput = "debug-output";

        /// <summary>A warning: an unsigned value is used by a signed instruction that goes by the value's own type.</summary>
        public const string UnsignedAsSigned = "unsigned-as-signed";
    }
}
