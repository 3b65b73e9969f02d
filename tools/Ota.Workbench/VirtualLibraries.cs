using Microsoft.CodeAnalysis;

namespace NanoOta.Workbench
{
    /// <summary>
    /// What a program on the virtual board may refer to: nanoOta's own assemblies as they are compiled for .NET, and stand-ins for what an ESP32 alone
    /// has. In an order in which each assembly lies behind those that it refers to.
    /// </summary>
    internal static class VirtualLibraries
    {
        /// <summary>The assembly of the stand-ins: the name of the device's assembly that most of them come from.</summary>
        public const string Board = "Ota.Board";

        private static readonly Type[] _own = [typeof(OtaClient), typeof(OtaAgent), typeof(BootProgram), typeof(EspOta), typeof(HttpTransport), typeof(StockPorts)];
        private static readonly Lazy<IReadOnlyList<byte[]>> _optional = new(() => [FileOf(typeof(UdpTrigger))]);
        private static readonly Lazy<IReadOnlyList<byte[]>> _stock = new(() => [.. Own(), CompileBoard(_own, "Console.cs", "Board.cs", "Gpio.cs", "BoardWatch.cs")]);
        private static readonly Lazy<IReadOnlyList<byte[]>> _inFieldUpdate = new(() =>
            [.. Own(), FileOf(typeof(InFieldUpdateSlot)), CompileBoard([.. _own, typeof(InFieldUpdateSlot)], "Console.cs", "Board.cs", "Gpio.cs", "BoardWatch.cs", "InFieldUpdate.cs")]);

        /// <summary>Libraries that a program brings only if the program refers to them, as on a real board.</summary>
        public static IReadOnlyList<byte[]> Optional => _optional.Value;

        /// <summary>Whether an assembly or project of that name is one of these on a device.</summary>
        public static bool Has(string name) => name == Board || name == typeof(UdpTrigger).Assembly.GetName().Name || name == "Ota.InFieldUpdate" || _own.Any(type => type.Assembly.GetName().Name == name);

        /// <summary>The files of all of them, for a kind of board.</summary>
        public static IReadOnlyList<byte[]> For(BoardKind kind) => kind == BoardKind.InFieldUpdate ? _inFieldUpdate.Value : _stock.Value;

        /// <summary>A source of the stand-ins.</summary>
        public static string Source(string name)
        {
            using StreamReader reader = new(typeof(VirtualLibraries).Assembly.GetManifestResourceStream($"StandIns/{name}")!);
            return reader.ReadToEnd();
        }

        private static IEnumerable<byte[]> Own() => _own.Select(FileOf);

        private static byte[] FileOf(Type type) => File.ReadAllBytes(type.Assembly.Location);

        private static byte[] CompileBoard(Type[] libraries, params string[] sources) => ProgramCompiler.Compile(
            Board,
            OutputKind.DynamicallyLinkedLibrary,
            [.. sources.Select(name => (name, Source(name)))],
            [.. libraries.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location))]);
    }
}
