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
    /// Locals, fields and elements convert what is stored in them. Arguments, results and variables behind a reference do not (seen on the
    /// CLR 1.17): arguments and results are followed from method to method, a store through a reference and a delegate's argument are
    /// reported where they happen.
    /// </remarks>
    public sealed class SignednessTrap
    {
        private readonly MethodDefinition _method;
        private readonly SignednessFlow _flow;
        private readonly Dictionary<Instruction, StackTypes> _entries = [];
        private readonly Queue<Instruction> _work = new();
        private readonly List<Finding> _findings = [];
        private readonly HashSet<Instruction> _reported = [];

        private SignednessTrap(MethodDefinition method, SignednessFlow flow)
        {
            _method = method;
            _flow = flow;
        }

        /// <summary>The warnings for all methods of assemblies that call one another.</summary>
        public static IReadOnlyList<Finding> Find(IReadOnlyList<AssemblyDefinition> assemblies)
        {
            MethodDefinition[] methods =
            [
                .. assemblies.SelectMany(assembly => assembly.MainModule.GetTypes()).SelectMany(type => type.Methods).Where(method => method.HasBody),
            ];
            SignednessFlow flow = new();
            List<Finding> findings;
            do
            {
                flow.Reset();
                findings = [.. methods.SelectMany(method => Find(method, flow))];
            }
            while (flow.Changed);

            return findings;
        }

        private static List<Finding> Find(MethodDefinition method, SignednessFlow flow)
        {
            SignednessTrap trap = new(method, flow);
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
                StackTypes after = StackEffect.Apply(_method, instruction, _entries[instruction], _flow);
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
            switch (instruction.OpCode.Code)
            {
                case Code.Shr or Code.Rem when StackTypes.IsUnsigned(types.Peek(1)):
                    Add(instruction, $"{instruction.OpCode.Name} of a {types.Peek(1)!.Name}");
                    break;
                case Code.Conv_I8 when StackTypes.IsUnsigned32(types.Peek(0)):
                case Code.Conv_R4 or Code.Conv_R8 when StackTypes.IsUnsigned(types.Peek(0)):
                    Add(instruction, $"{instruction.OpCode.Name} of a {types.Peek(0)!.Name}");
                    break;
                case Code.Stind_I4 or Code.Stind_I8 when StackTypes.IsUnsigned(types.Peek(0)):
                    if (types.Peek(1) is ByReferenceType target && StackTypes.IsSigned(target.ElementType))
                    {
                        Add(instruction, $"a {types.Peek(0)!.Name} behind a reference to {target.ElementType.Name}");
                    }

                    break;
                case Code.Ret when StackTypes.IsSigned(_method.ReturnType) && StackTypes.IsUnsigned(types.Peek(0)):
                    _flow.ReturnUnsigned(_method);
                    break;
                case Code.Call or Code.Callvirt or Code.Newobj:
                    Pass(instruction, (MethodReference)instruction.Operand, types);
                    break;
                default:
                    break;
            }
        }

        private void Pass(Instruction instruction, MethodReference called, StackTypes types)
        {
            for (int i = 0; i < called.Parameters.Count; i++)
            {
                TypeReference? given = types.Peek(called.Parameters.Count - 1 - i);
                if (!StackTypes.IsUnsigned(given) || !StackTypes.IsSigned(called.Parameters[i].ParameterType) || called.Resolve() is not { } method)
                {
                    continue;
                }

                if (method.DeclaringType.BaseType?.FullName == "System.MulticastDelegate")
                {
                    Add(instruction, $"a {given!.Name} for a delegate's {called.Parameters[i].ParameterType.Name}");
                }
                else
                {
                    _flow.PassUnsigned(method, i, _method);
                }
            }
        }

        private void Add(Instruction instruction, string detail)
        {
            if (_reported.Add(instruction))
            {
                string whole = detail + _flow.CallersOf(_method);
                _findings.Add(new Finding(IlRules.UnsignedAsSigned, IlChecker.NameOf(_method), whole, IlChecker.LocationOf(_method, instruction)));
            }
        }
    }
}
