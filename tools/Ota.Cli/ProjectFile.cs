using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>
    /// nanoota.json: what would stand on each command line of a project. A name is an option's without its dashes, or an argument's; an object with a
    /// verb's name is for that verb alone. The command line wins. Paths are relative to the file.
    /// </summary>
    internal sealed class ProjectFile
    {
        /// <summary>The file's name.</summary>
        public const string FileName = "nanoota.json";

        /// <summary>The option that names the file.</summary>
        public const string OptionName = "--project";

        private const int MaxLength = 1024 * 1024;

        private readonly string _path;
        private readonly JsonElement _root;

        private ProjectFile(string path, JsonElement root)
        {
            _path = path;
            _root = root;
        }

        /// <summary>
        /// Reads the file that the command line names, or that lies in the working folder or one above it, up to the root of the git repository; null for
        /// none.
        /// </summary>
        public static ProjectFile? Load(string? named)
        {
            string? path = named == null ? Find(Directory.GetCurrentDirectory()) : Directory.Exists(named) ? Path.Combine(named, FileName) : named;
            if (path == null)
            {
                return null;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(
                    Files.ReadAll(path, MaxLength),
                    new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 8 });
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? new ProjectFile(path, document.RootElement.Clone())
                    : throw new ToolException(ExitCode.BadInput, $"{path} is not one JSON object. Write {{ \"product\": \"...\" }}.");
            }
            catch (JsonException e)
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is not JSON, line {e.LineNumber + 1}: {e.Message.Split('.')[0]}. Correct the line.", e);
            }
        }

        /// <summary>The folder of the file that a command line goes by; the working folder without one.</summary>
        public static string FolderOf(ParseResult parsed)
        {
            string? named = parsed.RootCommandResult.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == OptionName) is { } option ? parsed.GetValue(option) : null;
            string? path = named == null ? Find(Directory.GetCurrentDirectory()) : Directory.Exists(named) ? Path.Combine(named, FileName) : named;
            return path == null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(path))!;
        }

        /// <summary>Where options may be missing because the command was given in another folder: says so.</summary>
        public static string Advice(CommandResult result) => result.GetValue<string?>(OptionName) == null && Find(Directory.GetCurrentDirectory()) == null ? $" No {FileName} is in this folder or above. Is this the project's folder?" : string.Empty;

        /// <summary>The command line with what the file says beyond it.</summary>
        public string[] Complete(string[] args, ParseResult parsed, RootCommand root)
        {
            Command command = parsed.CommandResult.Command;
            HashSet<string> known = [.. Commands(root).SelectMany(NamesOf)];
            List<string> options = [];
            List<string> arguments = [];
            foreach (JsonProperty property in _root.EnumerateObject())
            {
                if (Commands(root).Any(each => each.Name == property.Name) && property.Value.ValueKind == JsonValueKind.Object)
                {
                    foreach (JsonProperty inner in property.Name == command.Name ? property.Value.EnumerateObject() : default)
                    {
                        RequireKnown(inner.Name, [.. NamesOf(command)], $"{property.Name}.");
                        Add(inner, command, parsed, options, arguments);
                    }

                    continue;
                }

                RequireKnown(property.Name, known, string.Empty);
                bool isOverridden = _root.TryGetProperty(command.Name, out JsonElement own) && own.ValueKind == JsonValueKind.Object && own.TryGetProperty(property.Name, out _);
                if (!isOverridden)
                {
                    Add(property, command, parsed, options, arguments);
                }
            }

            if (command.Options.FirstOrDefault(option => option.Name == "--record") is { } record && parsed.GetResult(record) is not { Implicit: false } && !options.Contains("--record"))
            {
                options.AddRange(["--record", RecordFolder]);
            }

            // What follows two dashes is no option.
            int end = Array.IndexOf(args, "--");
            return end < 0 ? [.. args, .. options, .. arguments] : [.. args[..end], .. options, .. args[end..], .. arguments];
        }

        private string RecordFolder => ChannelPaths.RecordFolderBeside(_path);

        private static string? Find(string start)
        {
            for (string? folder = start; folder != null; folder = Path.GetDirectoryName(folder))
            {
                string path = Path.Combine(folder, FileName);
                if (File.Exists(path))
                {
                    return path;
                }

                if (Path.Exists(Path.Combine(folder, ".git")))
                {
                    return null;
                }
            }

            return null;
        }

        private static IEnumerable<Command> Commands(Command root) => root.Subcommands.SelectMany(command => Commands(command).Prepend(command));

        private static IEnumerable<string> NamesOf(Command command) =>
            command.Options.Where(option => !option.Recursive).Select(option => option.Name.TrimStart('-')).Concat(command.Arguments.Select(argument => argument.Name));

        private void RequireKnown(string name, IReadOnlyCollection<string> known, string where)
        {
            if (!known.Contains(name))
            {
                string? meant = Mistyped.Nearest(name, known);
                throw new ToolException(ExitCode.BadInput, $"{_path} says '{where}{name}', which no verb takes.{(meant == null ? " Remove the line." : $" Did you mean '{meant}'?")}");
            }
        }

        private void Add(JsonProperty property, Command command, ParseResult parsed, List<string> options, List<string> arguments)
        {
            if (command.Options.FirstOrDefault(option => option.Name == "--" + property.Name && !option.Recursive) is { } option)
            {
                if (parsed.GetResult(option) is not { Implicit: false })
                {
                    AddOption(option, property, options);
                }
            }
            else if (command.Arguments.FirstOrDefault(argument => argument.Name == property.Name) is { } argument
                && parsed.GetResult(argument) is not { Tokens.Count: > 0 })
            {
                arguments.AddRange(Values(property).Select(value => Resolve(argument, value)));
            }
        }

        private void AddOption(Option option, JsonProperty property, List<string> options)
        {
            if (option.ValueType == typeof(bool))
            {
                if (property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                {
                    throw Wrong(property, "true or false");
                }

                if (property.Value.ValueKind == JsonValueKind.True)
                {
                    options.Add(option.Name);
                }

                return;
            }

            string[] values = [.. Values(property)];
            if (values.Length > 1 && option.Arity.MaximumNumberOfValues == 1)
            {
                throw Wrong(property, "one value");
            }

            options.AddRange(values.SelectMany(value => new[] { option.Name, Resolve(option, value) }));
        }

        private IEnumerable<string> Values(JsonProperty property) => property.Value.ValueKind switch
        {
            JsonValueKind.Array => property.Value.EnumerateArray().Select(value => Scalar(property, value)),
            _ => [Scalar(property, property.Value)],
        };

        private string Scalar(JsonProperty property, JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Wrong(property, "a text, a number or a list of them"),
        };

        // A key's name and a URL are no paths.
        private string Resolve(Symbol symbol, string value)
        {
            bool isPath = PathOptions.IsPath(symbol) ? value.Length != 0 && !WebRelease.IsUrl(value) : PathOptions.IsKey(symbol) && !KeyStore.IsName(value);
            return isPath ? InFolder(value) : value;
        }

        private string InFolder(string value) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path))!, value);

        private ToolException Wrong(JsonProperty property, string wanted) => new(ExitCode.BadInput, $"{_path} says '{property.Name}' with another kind of value than {wanted}.");
    }
}
