using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// Finds where the CLR treats a number as unsigned although the C# says signed.
    /// </summary>
    /// <remarks>
    /// .NET knows only widths on the evaluation stack, so a cast between uint and int is no instruction. nanoFramework's interpreter keeps
    /// the type that a value was loaded with, gives the result of an operation the type of its left operand, and lets shr, rem, conv.i8,
    /// conv.r4 and conv.r8 go by it. This is that interpreter's type arithmetic over every path through a method: what is unsigned when
    /// it reaches one of those five is reported. Smaller types become Int32 when loaded; div and comparisons go by the instruction.
    /// </remarks>
    public sealed class SignednessTrap
    {
        private readonly MethodDefinition _method;
        private readonly Dictionary<Instruction, StackTypes> _entries = [];
        private readonly Queue<Instruction> _work = new();
        private readonly List<Finding> _findings = [];
        private readonly HashSet<Instruction> _reported = [];

        private SignednessTrap(MethodDefinition method)
        {
            _method = method;
        }

        /// <summary>The warnings for all methods of an assembly.</summary>
        public static IReadOnlyList<Finding> Find(AssemblyDefinition assembly) =>
            [.. assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).SelectMany(Find)];

        private static List<Finding> Find(MethodDefinition method)
        {
            SignednessTrap trap = new(method);
            trap.Run();
            return trap._findings;
        }

        private void Run()
        {
            Enter(_method.Body.Instructions[0], StackTypes.Empty);
            foreach (ExceptionHandler handler in _method.Body.ExceptionHandlers)
            {
                StackTypes entry = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter
                    ? StackTypes.Empty.Push(handler.CatchType)
                    : StackTypes.Empty;
                Enter(handler.HandlerStart, entry);
                if (handler.FilterStart is not null)
                {
                    Enter(handler.FilterStart, entry);
                }
            }

            while (_work.TryDequeue(out Instruction? instruction))
            {
                Report(instruction, _entries[instruction]);
                StackTypes after = StackEffect.Apply(_method, instruction, _entries[instruction]);
                switch (instruction.Operand)
                {
                    case Instruction target:
                        Enter(target, after);
                        break;
                    case Instruction[] targets:
                        foreach (Instruction target in targets)
                        {
                            Enter(target, after);
                        }

                        break;
                    default:
                        break;
                }

                bool goesOn = instruction.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);
                if (goesOn && instruction.Next is not null)
                {
                    Enter(instruction.Next, after);
                }
            }
        }

        private void Enter(Instruction instruction, StackTypes types)
        {
            if (!_entries.TryGetValue(instruction, out StackTypes? known))
            {
                _entries.Add(instruction, types);
                _work.Enqueue(instruction);
            }
            else if (known.Merge(types) is { } merged && !merged.SameAs(known))
            {
                _entries[instruction] = merged;
                _work.Enqueue(instruction);
            }
        }

        private void Report(Instruction instruction, StackTypes types)
        {
            TypeReference? operand = instruction.OpCode.Code switch
            {
                Code.Shr or Code.Rem => types.Peek(1),
                Code.Conv_I8 or Code.Conv_R4 or Code.Conv_R8 => types.Peek(0),
                _ => null,
            };
            bool wrong = instruction.OpCode.Code == Code.Conv_I8 ? StackTypes.IsUnsigned32(operand) : StackTypes.IsUnsigned(operand);
            if (wrong && _reported.Add(instruction))
            {
                string detail = $"{instruction.OpCode.Name} of a {operand!.Name}";
                _findings.Add(new Finding(IlRules.UnsignedAsSigned, IlChecker.NameOf(_method), detail, IlChecker.LocationOf(_method, instruction)));
            }
        }
    }
}
