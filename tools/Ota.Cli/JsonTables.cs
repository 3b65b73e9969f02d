using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace NanoOta.Cli
{
    /// <summary>Prints a JSON object: as it is, as Spectre tables on a terminal, or as aligned plain text.</summary>
    internal static class JsonTables
    {
        private static readonly JsonSerializerOptions _indented = new()
        {
            WriteIndented = true,
            NewLine = "\n",
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

        /// <summary>Prints it.</summary>
        public static void Print(CliConsole console, JsonObject value, bool asJson)
        {
            if (asJson)
            {
                console.Out.WriteLine(value.ToJsonString(_indented));
                return;
            }

            PrintObject(console, string.Empty, value);
        }

        private static void PrintObject(CliConsole console, string title, JsonObject value)
        {
            List<string[]> plain = [.. value.Where(p => IsPlain(p.Value)).Select(p => new[] { p.Key, Text(p.Value) })];
            if (plain.Count != 0)
            {
                PrintRows(console, title, null, plain);
            }

            foreach ((string name, JsonNode? child) in value.Where(p => !IsPlain(p.Value)))
            {
                string path = title.Length == 0 ? name : $"{title}.{name}";
                if (child is JsonObject inner)
                {
                    PrintObject(console, path, inner);
                }
                else
                {
                    PrintArray(console, path, (JsonArray)child!);
                }
            }
        }

        private static void PrintArray(CliConsole console, string title, JsonArray rows)
        {
            List<JsonObject> objects = [.. rows.OfType<JsonObject>()];
            string[] columns = [.. objects.SelectMany(o => o.Where(p => IsPlain(p.Value)).Select(p => p.Key)).Distinct()];
            PrintRows(console, title, columns, [.. objects.Select(o => columns.Select(c => Text(o[c])).ToArray())]);
            for (int i = 0; i < objects.Count; i++)
            {
                JsonObject nested = new(objects[i].Where(p => !IsPlain(p.Value)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
                PrintObject(console, $"{title}[{i}]", nested);
            }
        }

        private static void PrintRows(CliConsole console, string title, string[]? columns, List<string[]> rows)
        {
            if (console.IsTerminal)
            {
                PrintPretty(console, title, columns, rows);
                return;
            }

            if (title.Length != 0)
            {
                console.Out.WriteLine();
                console.Out.WriteLine($"{title}:");
            }

            TextTable.Write(console.Out, columns, rows, Lines.Width);
        }

        private static void PrintPretty(CliConsole console, string title, string[]? columns, List<string[]> rows)
        {
            // A border of one character and two of padding for each column, and the last border.
            int room = console.Pretty.Profile.Width - (3 * (columns?.Length ?? 2)) - 1;
            if (columns != null && TextTable.Fit([columns, .. rows], room) == null)
            {
                rows.ForEach(row => PrintPretty(console, title, null, TextTable.Pairs(columns, row)));
                return;
            }

            Table table = new() { Border = TableBorder.Rounded, ShowHeaders = columns != null };
            if (title.Length != 0)
            {
                table.Title(Cell(title));
            }

            table.AddColumns([.. (columns ?? ["", ""]).Select(Cell)]);
            rows.ForEach(row => table.AddRow([.. row.Select(Cell)]));
            console.Pretty.Write(table);
        }

        private static string Cell(string text) => Markup.Escape(PrintableWriter.Clean(text));

        // A list of words or numbers fits on a line.
        private static bool IsPlain(JsonNode? node) => node is null or JsonValue || (node is JsonArray array && array.All(n => n is null or JsonValue));

        private static string Text(JsonNode? node) => node switch
        {
            null => string.Empty,
            JsonArray array => string.Join(", ", array.Select(Text)),
            JsonValue value when value.GetValueKind() == JsonValueKind.True => "yes",
            JsonValue value when value.GetValueKind() == JsonValueKind.False => "no",
            _ => node.ToString(),
        };
    }
}
