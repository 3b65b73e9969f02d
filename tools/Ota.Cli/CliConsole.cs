using Spectre.Console;

namespace NanoOta.Cli
{
    /// <summary>Where the command line writes: results to one writer, errors and progress to the other.</summary>
    internal sealed class CliConsole
    {
        /// <summary>A console on any writers; with <paramref name="isTerminal"/> false nothing but plain text is written.</summary>
        /// <param name="output">Results.</param>
        /// <param name="error">Errors.</param>
        /// <param name="isTerminal">Whether somebody looks at the output.</param>
        /// <param name="ansi">Whether the terminal obeys escapes; found out by default.</param>
        public CliConsole(TextWriter output, TextWriter error, bool isTerminal, AnsiSupport ansi = AnsiSupport.Detect)
        {
            Out = new PrintableWriter(output);
            Error = new PrintableWriter(error);
            IsTerminal = isTerminal;
            Pretty = Make(output, isTerminal, ansi);
            Progress = Make(error, isTerminal, ansi);
        }

        private CliConsole()
        {
            Out = new PrintableWriter(Console.Out);
            Error = new PrintableWriter(Console.Error);
            IsTerminal = !Console.IsOutputRedirected;
            Pretty = Make(Console.Out, IsTerminal, AnsiSupport.Detect);
            Progress = Make(Console.Error, !Console.IsErrorRedirected, AnsiSupport.Detect);
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

        // no-color.org: any text but an empty one switches colours off.
        private static bool HasColours => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

        private static IAnsiConsole Make(TextWriter writer, bool isTerminal, AnsiSupport ansi) => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? ansi : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            ColorSystem = !isTerminal || !HasColours ? ColorSystemSupport.NoColors : ansi == AnsiSupport.Yes ? ColorSystemSupport.Standard : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
    }
}
