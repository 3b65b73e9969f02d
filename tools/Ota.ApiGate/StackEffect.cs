using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoOta.ApiGate
{
    /// <summary>What an instruction does to the types on the evaluation stack.</summary>
    internal static class StackEffect
    {
        public static StackTypes Apply(MethodDefinition method, Instruction instruction, StackTypes stack, SignednessFlow flow)
        {
            TypeSystem system = method.Module.TypeSystem;
            Code code = instruction.OpCode.Code;
            switch (instruction.OpCode.OperandType)
            {
                case OperandType.InlineMethod when instruction.Operand is MethodReference called && code is Code.Call or Code.Callvirt or Code.Newobj:
                    return Call(code, called, stack, flow);
                case OperandType.InlineSig:
                    CallSite site = (CallSite)instruction.Operand;
                    return Returned(site.ReturnType, stack.Pop(site.Parameters.Count + 1 + (site.HasThis ? 1 : 0)));
                default:
                    break;
            }

            switch (code)
            {
                case Code.Dup:
                    return stack.Push(stack.Peek(0));
                case Code.Leave or Code.Leave_S or Code.Endfinally:
                    return StackTypes.Empty;
                case Code.Ret:
                    return StackTypes.Empty;

                // The result has the type of the left operand.
                case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un
                    or Code.And or Code.Or or Code.Xor or Code.Shl or Code.Shr or Code.Shr_Un:
                    return stack.Pop(1);
                case Code.Neg or Code.Not or Code.Castclass or Code.Isinst:
                    return stack;
                default:
                    int popped = Popped(instruction.OpCode.StackBehaviourPop);
                    StackTypes rest = stack.Pop(popped);
                    return instruction.OpCode.StackBehaviourPush == StackBehaviour.Push0
                        ? rest
                        : rest.Push(Loaded(method, instruction, stack, flow) ?? Numeric(code, system));
            }
        }

        private static StackTypes Call(Code code, MethodReference called, StackTypes stack, SignednessFlow flow)
        {
            if (code == Code.Newobj)
            {
                return stack.Pop(called.Parameters.Count).Push(called.DeclaringType);
            }

            return Returned(flow.Result(called), stack.Pop(called.Parameters.Count + (called.HasThis ? 1 : 0)));
        }

        private static StackTypes Returned(TypeReference type, StackTypes stack) =>
            type.MetadataType == MetadataType.Void ? stack : stack.Push(type);

        /// <summary>The declared type of a variable, field or element that is loaded, or of a reference to it.</summary>
        private static TypeReference? Loaded(MethodDefinition method, Instruction instruction, StackTypes stack, SignednessFlow flow)
        {
            Code code = instruction.OpCode.Code;
            switch (code)
            {
                case Code.Ldloc_0 or Code.Ldloc_1 or Code.Ldloc_2 or Code.Ldloc_3:
                    return method.Body.Variables[code - Code.Ldloc_0].VariableType;
                case Code.Ldloc or Code.Ldloc_S:
                    return ((VariableDefinition)instruction.Operand).VariableType;
                case Code.Ldloca or Code.Ldloca_S:
                    return new ByReferenceType(((VariableDefinition)instruction.Operand).VariableType);
                case Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3:
                    int index = code - Code.Ldarg_0 - (method.HasThis ? 1 : 0);
                    return index < 0 ? method.DeclaringType : flow.Parameter(method, method.Parameters[index]);
                case Code.Ldarg or Code.Ldarg_S:
                    ParameterDefinition parameter = (ParameterDefinition)instruction.Operand;
                    return parameter.Index < 0 ? method.DeclaringType : flow.Parameter(method, parameter);
                case Code.Ldarga or Code.Ldarga_S:
                    return new ByReferenceType(((ParameterDefinition)instruction.Operand).ParameterType);
                case Code.Ldfld or Code.Ldsfld:
                    return ((FieldReference)instruction.Operand).FieldType;
                case Code.Ldflda or Code.Ldsflda:
                    return new ByReferenceType(((FieldReference)instruction.Operand).FieldType);
                case Code.Newarr:
                    return new ArrayType((TypeReference)instruction.Operand);
                case Code.Ldelema:
                    return new ByReferenceType((TypeReference)instruction.Operand);
                case Code.Unbox_Any or Code.Ldobj or Code.Ldelem_Any:
                    return (TypeReference)instruction.Operand;
                case Code.Unbox:
                    return new ByReferenceType((TypeReference)instruction.Operand);

                // ldelem.i8 and ldind.i8 serve ulong as well: what is there is what counts.
                case >= Code.Ldelem_I1 and <= Code.Ldelem_Ref:
                    return (stack.Peek(1) as ArrayType)?.ElementType;
                case >= Code.Ldind_I1 and <= Code.Ldind_Ref:
                    return (stack.Peek(0) as ByReferenceType)?.ElementType;
                default:
                    return null;
            }
        }

        private static TypeReference? Numeric(Code code, TypeSystem system) => code switch
        {
            Code.Ldelem_U4 or Code.Ldind_U4 or Code.Conv_U4 or Code.Conv_U or Code.Conv_Ovf_U4 or Code.Conv_Ovf_U4_Un
                or Code.Conv_Ovf_U or Code.Conv_Ovf_U_Un => system.UInt32,
            Code.Conv_U8 or Code.Conv_Ovf_U8 or Code.Conv_Ovf_U8_Un => system.UInt64,
            Code.Conv_I8 or Code.Ldc_I8 or Code.Conv_Ovf_I8 or Code.Conv_Ovf_I8_Un => system.Int64,
            Code.Conv_R4 or Code.Ldc_R4 => system.Single,
            Code.Conv_R8 or Code.Conv_R_Un or Code.Ldc_R8 => system.Double,
            Code.Ldnull or Code.Ldstr or Code.Ldtoken or Code.Box or Code.Ldftn or Code.Ldvirtftn => null,
            _ => system.Int32,
        };

        private static int Popped(StackBehaviour behaviour) => behaviour switch
        {
            StackBehaviour.Pop0 => 0,
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
                or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
            StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8
                or StackBehaviour.Popref_popi_popr4 or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref => 3,
            _ => 0,
        };
    }
}
