using System.Text.Json.Nodes;
using NanoOta.Workbench;
using Spectre.Console;

namespace NanoOta.Cli
{
    /// <summary>Shows a board's session: the console's lines as they are, and what the board does behind a mark. Thread-safe.</summary>
    internal sealed class SessionTeller(CliConsole console, bool asJson)
    {
        private const string Mark = "* ";
        private readonly object _gate = new();
        private bool _isStaging;

        /// <summary>A line of the session.</summary>
        public void Tell(BoardEvent said)
        {
            lock (_gate)
            {
                if (asJson)
                {
                    JsonObject line = new() { ["event"] = said.Kind.ToString().ToLowerInvariant(), ["text"] = said.Text };
                    AddIf(line, "version", said.Version);
                    AddIf(line, "percent", said.Kind == BoardEventKind.Staging ? said.Percent : null);
                    console.Out.WriteLine(line.ToJsonString());
                }
                else if (said.Kind == BoardEventKind.Console)
                {
                    EndStaging();
                    console.Out.WriteLine(said.Text);
                }
                else
                {
                    TellBoard(said);
                }

                console.Out.Flush();
            }
        }

        /// <summary>What the command itself does.</summary>
        public void Say(string text) => Tell(new BoardEvent(BoardEventKind.Session, text));

        // On a terminal the percentages of one release stay on one line.
        private void TellBoard(BoardEvent said)
        {
            if (!console.IsTerminal)
            {
                Lines.Write(console.Out, Mark, said.Text);
                return;
            }

            if (said.Kind == BoardEventKind.Staging)
            {
                console.Out.Write($"\r{Mark}{said.Text}");
                _isStaging = true;
                return;
            }

            EndStaging();
            string colour = said.Kind switch { BoardEventKind.Confirmed => "green", BoardEventKind.Exception => "red", _ => "grey" };
            console.Pretty.MarkupLine($"[{colour}]{Markup.Escape(Mark + PrintableWriter.Clean(said.Text))}[/]");
        }

        private void EndStaging()
        {
            if (_isStaging)
            {
                console.Out.WriteLine();
                _isStaging = false;
            }
        }

        private static void AddIf(JsonObject line, string name, JsonNode? value)
        {
            if (value != null)
            {
                line[name] = value;
            }
        }
    }
}
