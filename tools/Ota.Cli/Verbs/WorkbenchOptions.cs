using System.CommandLine;
using System.Globalization;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>The options of the verbs that run an application on the virtual board.</summary>
    internal sealed class WorkbenchOptions
    {
        /// <summary>What --board means.</summary>
        public const string BoardDescription = "The kind of board: 'stock' firmware, 'ota' slots, or 'ifu' for In-Field Update.";

        /// <summary>The name of the argument that is a project.</summary>
        public const string ProjectName = "project folder";

        /// <summary>The environment variable that names another place for releases than this machine.</summary>
        public const string UrlVariable = "NANOOTA_URL";

        /// <summary>The environment variable that has what --nanoclr has.</summary>
        public const string NanoClrVariable = "NANOOTA_NANOCLR";

        private const int MaxSpeed = 1000;

        private readonly Argument<string?> _project = new Argument<string?>(ProjectName) { Description = "The application's folder. Default: that of nanoota.json, else this one.", Arity = ArgumentArity.ZeroOrOne }.OfPath();
        private readonly Option<string> _board = Board();
        private readonly Option<string?> _product = new("--product") { Description = "The product in manifests. Default: the project's name in lower case." };
        private readonly Option<string> _key = new Option<string>("--key", "-k") { Description = "The private key of releases: a name or a file.", DefaultValueFactory = _ => KeyStore.DefaultName }.OfKey();
        private readonly Option<string?> _url = new("--url") { Description = "Where the application's settings look for releases. Default: this machine, port 8080." };
        private readonly Option<bool> _noServe = new("--no-serve") { Description = "Serve nothing: somebody else does." };
        private readonly Option<string?> _flash = new Option<string?>("--flash") { Description = "Keep the board's flash in this file. A file that is there goes on where it stopped." }.OfPath();
        private readonly Option<int> _speed = new("--speed") { Description = "How many of the board's seconds pass in one, 1 to 1000.", DefaultValueFactory = _ => 1 };
        private readonly Option<int?> _cut = new("--cut") { Description = "Cut the power once, when so many percent of a release are staged." };
        private readonly Option<string?> _until = new("--until") { Description = "End once that version is confirmed." };
        private readonly Option<int?> _timeout = new("--timeout") { Description = "With --until: seconds after which the answer is no. With --nanoclr: seconds after which the run ends." };
        private readonly Option<string?> _nanoClr = new("--nanoclr") { Description = $"Run the built PE files on this nanoCLR of the PC: no network, no files, no update. Default: ${NanoClrVariable}." };
        private readonly Option<bool> _json = new(CommonOptions.JsonName) { Description = "Print one JSON object a line; of an error, too." };

        public WorkbenchOptions()
        {
            CommonOptions.Within(_speed, 1, MaxSpeed);
            CommonOptions.Within(_cut, 0, 100);
            CommonOptions.Within(_timeout, 1, 86400);
        }

        /// <summary>The option of the kind of board.</summary>
        public static Option<string> Board()
        {
            Option<string> option = new("--board") { Description = BoardDescription, DefaultValueFactory = _ => BoardKinds.Words[0] };
            Mistyped.AcceptOnly(option, BoardKinds.Words);
            return option;
        }

        /// <summary>Adds the options to a verb.</summary>
        /// <param name="command">The verb.</param>
        /// <param name="withNanoClr">Whether the verb also runs PE files.</param>
        public void AddTo(Command command, bool withNanoClr = false)
        {
            command.Arguments.Add(_project);
            foreach (Option option in (Option[])[_board, _product, _key, _url, _noServe, _flash, _speed, _cut, _until, _timeout, _json])
            {
                command.Options.Add(option);
            }

            if (withNanoClr)
            {
                command.Options.Add(_nanoClr);
            }

            command.Validators.Add(result =>
            {
                bool isNanoClr = withNanoClr && ClrOf(result.GetValue(_nanoClr)) != null;
                if (result.GetValue(_timeout) != null && result.GetValue(_until) == null && !isNanoClr)
                {
                    result.AddError(withNanoClr ? "--timeout goes with --until, or with --nanoclr." : "--timeout goes with --until.");
                }

                Option[] ofBoards = [_flash, _cut, _until];
                if (isNanoClr && ofBoards.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
                {
                    result.AddError($"{other.Name} is for the virtual board, and a nanoCLR has neither flash nor updates. Leave it or --nanoclr out.");
                }

                try
                {
                    ReleaseRules.CheckVersion(_until.Name, result.GetValue(_until));
                }
                catch (ToolException e)
                {
                    result.AddError(e.Message);
                }
            });
        }

        /// <summary>The folder with nanoota.json that a command line names as its project; null for none.</summary>
        public static string? ProjectOf(ParseResult parsed) =>
            parsed.CommandResult.Command.Arguments.FirstOrDefault(argument => argument.Name == ProjectName) is Argument<string?> project
            && parsed.GetResult(project) is { Tokens: [{ Value: var value }, ..] } && File.Exists(Path.Combine(value, ProjectFile.FileName)) ? value : null;

        public string Project(ParseResult parsed) => parsed.GetValue(_project) ?? ProjectFile.FolderOf(parsed);

        public BoardKind Kind(ParseResult parsed) => BoardKinds.Parse(parsed.GetRequiredValue(_board));

        public string Product(ParseResult parsed) => parsed.GetValue(_product) ?? AppProject.Load(Project(parsed)).Name.ToLowerInvariant();

        public string Key(ParseResult parsed) => parsed.GetRequiredValue(_key);

        public string? Flash(ParseResult parsed) => parsed.GetValue(_flash);

        public string? Until(ParseResult parsed) => parsed.GetValue(_until) is { } version ? version.Contains('.', StringComparison.Ordinal) ? version : $"{version}.0" : null;

        /// <summary>The nanoCLR that is to run PE files; null for the virtual board.</summary>
        public string? NanoClr(ParseResult parsed) => ClrOf(parsed.GetValue(_nanoClr));

        public int? Timeout(ParseResult parsed) => parsed.GetValue(_timeout);

        private static string? ClrOf(string? given) => given ?? (Environment.GetEnvironmentVariable(NanoClrVariable) is { Length: > 0 } named ? named : null);

        public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

        public bool Serves(ParseResult parsed) => !parsed.GetValue(_noServe);

        public Uri Url(ParseResult parsed) => Server(parsed.GetValue(_url) ?? DefaultUrl());

        /// <summary>The address of this machine's releases.</summary>
        public static string DefaultUrl() => Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } url
            ? url
            : string.Create(CultureInfo.InvariantCulture, $"http://{LanAddress.Find()}:8080/");

        /// <summary>A URL under which a folder of releases is given out.</summary>
        public static Uri Server(string url) =>
            Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" && parsed.Query.Length == 0 && parsed.Fragment.Length == 0
                ? parsed
                : throw new ToolException(ExitCode.Usage, $"'{url}' is not where releases could be given out. Give a URL such as http://192.168.1.10:8080/.");

        /// <summary>How the session goes.</summary>
        public SessionOptions Session(ParseResult parsed, VirtualWorld world, Action<BoardEvent> said) => new()
        {
            Kind = Kind(parsed),
            World = world,
            Said = said,
            Speed = parsed.GetValue(_speed),
            CutAt = parsed.GetValue(_cut),
            Until = Until(parsed),
        };
    }
}
