using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota keygen: makes a signing key.</summary>
    internal static class KeygenCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> file = new("name or file")
            {
                Description = $"A name for a key in the user's own folder ({KeyStore.Variable} names another), or a path. The public key goes beside the private one.",
                DefaultValueFactory = _ => KeyStore.DefaultName,
            };
            Option<string?> kid = new("--kid") { Description = "The key's name in manifests. Default: its RFC 7638 thumbprint." };
            Option<bool> json = CommonOptions.Json();
            Command command = new("keygen", "Makes a P-256 key that releases are signed with. An existing key is never overwritten.") { file, kid, json };
            command.SetAction(parsed => Run(console, KeyStore.FileOf(parsed.GetRequiredValue(file)), parsed.GetValue(kid), parsed.GetValue(json)));
            return command;
        }

        /// <summary>Makes a key pair in files that are not there yet.</summary>
        public static SigningKey Make(string file, string? kid)
        {
            string publicFile = KeyStore.PublicFileOf(file);
            SigningKey.RefuseExisting(publicFile);
            SigningKey.RefuseExisting(file);
            if (Path.GetDirectoryName(file) == KeyStore.Folder)
            {
                Files.MakeFolder(KeyStore.Folder);
            }

            SigningKey key = SigningKey.Create(kid);
            key.Save(file);
            Files.WriteNew(publicFile, Encoding.ASCII.GetBytes(key.PublicKey.ToPem()));
            return key;
        }

        private static int Run(CliConsole console, string file, string? kid, bool asJson)
        {
            string publicFile = KeyStore.PublicFileOf(file);
            using SigningKey key = Make(file, kid);
            if (KeyStore.RepositoryOf(file) is { } repository)
            {
                console.Error.WriteLine($"nanoota: {file} lies in the git repository {repository}. Never commit the file; 'nanoota keygen NAME' makes a key outside.");
            }

            if (asJson)
            {
                JsonObject made = KeyCommand.ToJson(key.PublicKey);
                made.Insert(0, "privateKey", file);
                made.Insert(1, "publicKey", publicFile);
                JsonTables.Print(console, made, asJson: true);
                return (int)ExitCode.Ok;
            }

            console.Out.WriteLine($"private key  {file}");
            Lines.Write(console.Out, "             ", "Keep the file secret, and keep a copy: without the key no device can be updated.");
            console.Out.WriteLine($"public key   {publicFile}");
            console.Out.WriteLine($"kid          {key.PublicKey.Kid}");
            console.Out.WriteLine();
            console.Out.WriteLine("For the device's code:");
            console.Out.WriteLine(key.PublicKey.ToCSharp());
            return (int)ExitCode.Ok;
        }
    }
}
