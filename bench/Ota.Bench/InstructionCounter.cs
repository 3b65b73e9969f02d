using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NanoOta.Bench
{
    /// <summary>
    /// Counts the IL instructions that device code executes. An interpreter pays for each of them, so the count, unlike a time on a
    /// desktop with a JIT compiler, tells how two pieces of device code compare; and it is the same on every machine.
    /// </summary>
    /// <remarks>
    /// The sources are compiled with optimization, as for a device, and each basic block of the result then adds its length to a counter.
    /// Native methods (Array.Copy) count as the call only, as they are native on the device too. A block that an exception leaves counts
    /// whole. Not thread-safe.
    /// </remarks>
    public sealed class InstructionCounter : IDisposable
    {
        private const string CounterType = "InstructionCount";

        private const string ClientName = "Ota.Client";

        private readonly Context _context = new();
        private readonly Assembly _assembly;
        private readonly FieldInfo _counter;

        /// <summary>Compiles and instruments C# sources. A method counts unless <paramref name="isLeftOut"/> says of its type that it does not.</summary>
        public InstructionCounter(IEnumerable<string> sourceFiles, string name = "Counted", Func<TypeDefinition, bool>? isLeftOut = null)
        {
            using MemoryStream compiled = Compile(sourceFiles, name);
            using MemoryStream instrumented = Instrument(compiled, isLeftOut ?? (_ => false));
            _assembly = _context.LoadFromStream(instrumented);
            _context.Client = _assembly;
            _counter = _assembly.GetType(CounterType, throwOnError: true)!.GetField("Executed")!;
        }

        /// <summary>Instructions that counted code has executed. Only for code that <see cref="GetTwin"/> gave.</summary>
        public static long Executed => (long)typeof(OtaClient).Assembly.GetType(CounterType, throwOnError: true)!.GetField("Executed")!.GetValue(null)!;

        /// <summary>The root of the repository that this program was built from.</summary>
        public static string RepoRoot => typeof(InstructionCounter).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "RepoRoot").Value!;

        /// <summary>A counter over Ota.Client's verification core.</summary>
        public static InstructionCounter ForVerification()
        {
            string client = Path.Combine(RepoRoot, "Ota.Client", "Client");
            return new InstructionCounter(
                [Path.Combine(client, "OtaResult.cs"), .. Directory.GetFiles(Path.Combine(client, "Verification"), "*.cs")]);
        }

        /// <summary>
        /// A counter over the whole client. What the platform gives a device is left out: JSON, and sockets in <c>HttpPlatform</c>.
        /// </summary>
        public static InstructionCounter ForClient()
        {
            string client = Path.Combine(RepoRoot, "Ota.Client", "Client");
            IEnumerable<string> listed = File.ReadLines(Path.Combine(client, "Ota.Client.projitems"))
                .Select(line => line.Split("$(MSBuildThisFileDirectory)")).Where(parts => parts.Length == 2 && parts[0].Contains("Compile", StringComparison.Ordinal))
                .Select(parts => Path.Combine(client, parts[1].Split('"')[0].Replace('\\', '/')));
            return new InstructionCounter(
                [
                    .. listed,
                    .. Directory.GetFiles(Path.Combine(client, "Platform", "Host"), "*.cs"),
                ],
                ClientName,
                type => type.Name == "HttpPlatform" || !type.FullName.StartsWith("NanoOta.", StringComparison.Ordinal));
        }

        /// <summary>The same type of this or another of the project's assemblies, in a copy that uses the instrumented client.</summary>
        public Type GetTwin(Type type) => _context.LoadFromAssemblyPath(type.Assembly.Location).GetType(type.FullName!, throwOnError: true)!;

        /// <summary>A type of the instrumented assembly.</summary>
        public Type GetType(string name) => _assembly.GetType(name, throwOnError: true)!;

        /// <summary>Instructions that are executed while <paramref name="action"/> runs.</summary>
        public long Count(Action action)
        {
            _counter.SetValue(null, 0L);
            action();
            return (long)_counter.GetValue(null)!;
        }

        /// <inheritdoc/>
        public void Dispose() => _context.Unload();

        private static MemoryStream Compile(IEnumerable<string> sourceFiles, string name)
        {
            string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
            IEnumerable<string> platform = trusted.Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("Microsoft.Win32.", StringComparison.Ordinal));
            const string friends = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Ota.Tooling\")]";
            CSharpCompilation compilation = CSharpCompilation.Create(
                name,
                [CSharpSyntaxTree.ParseText(friends), .. sourceFiles.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path))],
                [.. platform.Select(path => MetadataReference.CreateFromFile(path)), MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
            MemoryStream stream = new();
            EmitResult result = compilation.Emit(stream);
            if (!result.Success)
            {
                throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
            }

            stream.Position = 0;
            return stream;
        }

        private static MemoryStream Instrument(Stream compiled, Func<TypeDefinition, bool> isLeftOut)
        {
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(compiled);
            ModuleDefinition module = assembly.MainModule;
            FieldDefinition counter = new("Executed", Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static, module.TypeSystem.Int64);
            List<MethodDefinition> methods = [.. module.GetTypes().Where(type => !isLeftOut(type)).SelectMany(type => type.Methods).Where(method => method.HasBody)];
            TypeDefinition holder = new(
                string.Empty,
                CounterType,
                Mono.Cecil.TypeAttributes.Public | Mono.Cecil.TypeAttributes.Abstract | Mono.Cecil.TypeAttributes.Sealed,
                module.TypeSystem.Object);
            holder.Fields.Add(counter);
            module.Types.Add(holder);
            foreach (MethodDefinition method in methods)
            {
                Instrument(method.Body, counter);
            }

            MemoryStream stream = new();
            assembly.Write(stream);
            stream.Position = 0;
            return stream;
        }

        private static void Instrument(Mono.Cecil.Cil.MethodBody body, FieldDefinition counter)
        {
            body.SimplifyMacros();
            List<Instruction> original = [.. body.Instructions];
            HashSet<Instruction> leaders = [original[0]];
            foreach (Instruction instruction in original)
            {
                if (instruction.Operand is Instruction target)
                {
                    leaders.Add(target);
                }
                else if (instruction.Operand is Instruction[] targets)
                {
                    leaders.UnionWith(targets);
                }

                bool ends = instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Throw or FlowControl.Return;
                if (ends && instruction.Next != null)
                {
                    leaders.Add(instruction.Next);
                }
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                leaders.UnionWith(new[] { handler.TryStart, handler.HandlerStart, handler.FilterStart }.OfType<Instruction>());
            }

            ILProcessor processor = body.GetILProcessor();
            Dictionary<Instruction, Instruction> moved = [];
            for (int i = 0; i < original.Count; i++)
            {
                if (leaders.Contains(original[i]))
                {
                    int end = i + 1;
                    while (end < original.Count && !leaders.Contains(original[end]))
                    {
                        end++;
                    }

                    Instruction first = processor.Create(OpCodes.Ldsfld, counter);
                    moved.Add(original[i], first);
                    processor.InsertBefore(original[i], first);
                    processor.InsertBefore(original[i], processor.Create(OpCodes.Ldc_I8, (long)(end - i)));
                    processor.InsertBefore(original[i], processor.Create(OpCodes.Add));
                    processor.InsertBefore(original[i], processor.Create(OpCodes.Stsfld, counter));
                }
            }

            foreach (Instruction instruction in original)
            {
                if (instruction.Operand is Instruction target)
                {
                    instruction.Operand = moved[target];
                }
                else if (instruction.Operand is Instruction[] targets)
                {
                    instruction.Operand = Array.ConvertAll(targets, each => moved[each]);
                }
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                handler.TryStart = Moved(handler.TryStart);
                handler.TryEnd = Moved(handler.TryEnd);
                handler.HandlerStart = Moved(handler.HandlerStart);
                handler.HandlerEnd = Moved(handler.HandlerEnd);
                handler.FilterStart = Moved(handler.FilterStart);
            }

            body.OptimizeMacros();

            Instruction? Moved(Instruction? instruction) =>
                instruction != null && moved.TryGetValue(instruction, out Instruction? first) ? first : instruction;
        }

        // The project's assemblies in copies of their own, so that they meet the instrumented client.
        private sealed class Context() : AssemblyLoadContext("Instruction counter", isCollectible: true)
        {
            public Assembly? Client { get; set; }

            protected override Assembly? Load(AssemblyName assemblyName)
            {
                if (assemblyName.Name == ClientName)
                {
                    return Client;
                }

                string path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
                return assemblyName.Name!.StartsWith("Ota.", StringComparison.Ordinal) && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
            }
        }
    }
}
