using System.CommandLine;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>nanoota new: the sources of an application that keeps itself up to date.</summary>
    internal static class NewCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> name = new("name") { Description = "The application's name, and its namespace's: letters, digits and '_'." };
            Option<string?> output = new Option<string?>("--folder") { Description = "The folder to make. Default: the name." }.OfPath();
            Option<string> board = WorkbenchOptions.Board();
            Option<string?> product = new("--product") { Description = "The product in manifests. Default: the name in lower case." };
            Option<string?> url = new("--url") { Description = $"Where releases are given out. Default: ${WorkbenchOptions.UrlVariable}, else this machine in its network, port 8080." };
            Option<string> key = new Option<string>("--key", "-k") { Description = "The key of releases: a name or a file. One that is not there is made.", DefaultValueFactory = _ => KeyStore.DefaultName }.OfKey();
            Option<bool> json = CommonOptions.Json();
            Command command = new("new", "Makes an application that keeps itself up to date: sources, solution, settings and key.") { name, output, board, product, url, key, json };
            command.SetAction(parsed =>
            {
                string given = parsed.GetRequiredValue(name);
                BoardKind kind = BoardKinds.Parse(parsed.GetRequiredValue(board));
                if (NewApplication.Refusal(given, kind) is { } refusal)
                {
                    throw new ToolException(ExitCode.Usage, refusal);
                }

                string folder = parsed.GetValue(output) ?? given;
                string keyName = parsed.GetRequiredValue(key);
                Uri server = WorkbenchOptions.Server(parsed.GetValue(url) ?? WorkbenchOptions.DefaultUrl());
                (PublicKey publicKey, bool isNew) = Key(keyName);
                IReadOnlyList<string> files = NewApplication.Create(new NewRequest
                {
                    Name = given,
                    Folder = folder,
                    Kind = kind,
                    Product = parsed.GetValue(product) ?? given.ToLowerInvariant(),
                    Server = server,
                    Key = KeyStore.IsName(keyName) ? keyName : Path.GetFullPath(keyName).Replace('\\', '/'),
                    PublicKey = publicKey,
                });
                Print(console, folder, files, KeyStore.FileOf(keyName), isNew, server, parsed.GetValue(json));
                if (parsed.GetValue(url) == null && !parsed.GetValue(json))
                {
                    PrintOtherAddresses(console, server);
                }

                return (int)ExitCode.Ok;
            });
            return command;
        }

        // A key that is there is everybody's: devices trust it already.
        private static (PublicKey Key, bool IsNew) Key(string name)
        {
            string file = KeyStore.FileOf(name);
            if (File.Exists(file))
            {
                return (PublicKey.Load(file), false);
            }

            using SigningKey key = KeygenCommand.Make(file, null);
            return (key.PublicKey, true);
        }

        // The address was chosen here, so somebody may have to choose another one.
        private static void PrintOtherAddresses(CliConsole console, Uri server)
        {
            string[] others = [.. LanAddress.All().Select(address => address.ToString()).Where(address => address != server.IdnHost)];
            if (server.IsLoopback)
            {
                Lines.Write(console.Out, string.Empty, "The virtual board alone reaches that address: this machine has no IPv4 network. Boards need --url with another one.");
            }
            else if (others.Length != 0)
            {
                Lines.Write(console.Out, string.Empty, $"This machine has other addresses, too: {string.Join(", ", others)}. If boards reach another one, make the application with --url.");
            }
        }

        private static void Print(CliConsole console, string folder, IReadOnlyList<string> files, string keyFile, bool isNewKey, Uri server, bool asJson)
        {
            if (asJson)
            {
                JsonTables.Print(
                    console,
                    new JsonObject
                    {
                        ["folder"] = folder,
                        ["key"] = keyFile,
                        ["keyIsNew"] = isNewKey,
                        ["url"] = server.AbsoluteUri,
                        ["files"] = new JsonArray([.. files.Select(file => JsonValue.Create(file))]),
                    },
                    asJson: true);
                return;
            }

            foreach (string file in files)
            {
                console.Out.WriteLine($"  {folder}/{file}");
            }

            console.Out.WriteLine($"key     {keyFile}{(isNewKey ? ", made now" : string.Empty)}");
            if (isNewKey)
            {
                Lines.Write(console.Out, "        ", "Keep the file secret, and keep a copy: without the key no device can be updated.");
            }

            console.Out.WriteLine($"server  {server.AbsoluteUri}{(server.IsLoopback ? ", for the virtual board alone: no other machine reaches this one so" : string.Empty)}");
            Lines.Write(console.Out, string.Empty, $"Next: 'cd {folder}', then 'nanoota run'. {folder}/README.md has all commands.");
        }
    }
}
