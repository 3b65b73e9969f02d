using Spectre.Console;

namespace NanoOta.Cli
{
    /// <summary>Where the command line writes: results to one writer, errors and progress to the other.</summary>
    internal sealed class CliConsole
    {
        /// <summary>A console on any writers; with <paramref name="isTerminal"/> false nothing but plain text is written.</summary>
        public CliConsole(TextWriter output, TextWriter error, bool isTerminal)
        {
            Out = new PrintableWriter(output);
            Error = new PrintableWriter(error);
            IsTerminal = isTerminal;
            Pretty = Make(output, isTerminal);
            Progress = Make(error, isTerminal);
        }

        private CliConsole()
        {
            Out = new PrintableWriter(Console.Out);
            Error = new PrintableWriter(Console.Error);
            IsTerminal = !Console.IsOutputRedirected;
            Pretty = Make(Console.Out, IsTerminal);
            Progress = Make(Console.Error, !Console.IsErrorRedirected);
        }

        /// <summary>The process's own.</summary>
        public static CliConsole OfProcess => new();

        /// <summary>Results. Nothing that a terminal obeys passes.</summary>
        public TextWriter Out { get; }

        /// <summary>Errors. Nothing that a terminal obeys passes.</summary>
        public TextWriter Error { get; }

        /// <summary>Whether someone looks at <see cref="Out"/>.</summary>
        public bool IsTerminal { get; }

        /// <summary>Tables and colours; only used on a terminal. What others wrote goes through <see cref="PrintableWriter.Clean"/> first.</summary>
        public IAnsiConsole Pretty { get; }

        /// <summary>Progress bars; they go to the error stream, so that results can be piped.</summary>
        public IAnsiConsole Progress { get; }

        private static IAnsiConsole Make(TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
    }
}
