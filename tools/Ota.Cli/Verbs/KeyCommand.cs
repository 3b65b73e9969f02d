using System.CommandLine;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota key show: the public half of a key, in each form that somebody needs.</summary>
    internal static class KeyCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> file = new("file") { Description = "A PEM file of a private or public key." };
            Option<bool> json = new("--json") { Description = "Print one JSON object." };
            Command show = new("show", "Prints a key's name, thumbprint, public PEM, and the C# line for the device's code. Prints no secret.") { file, json };
            show.SetAction(parsed => Show(console, parsed.GetRequiredValue(file), parsed.GetValue(json)));
            return new Command("key", "Looks at keys.") { show };
        }

        private static int Show(CliConsole console, string file, bool asJson)
        {
            PublicKey key = PublicKey.Load(file);
            if (SigningKey.IsOpenToOthers(file))
            {
                console.Error.WriteLine($"nanoota: others can read the private key in {file}. Close the file with: chmod 600 {file}");
            }

            string thumbprint = KeyId.Thumbprint(key.ToBytes());
            if (asJson)
            {
                JsonTables.Print(
                    console,
                    new JsonObject { ["kid"] = key.Kid, ["thumbprint"] = thumbprint, ["pem"] = key.ToPem(), ["csharp"] = key.ToCSharp() },
                    asJson: true);
                return (int)ExitCode.Ok;
            }

            console.Out.WriteLine($"kid         {key.Kid}");
            console.Out.WriteLine($"thumbprint  {thumbprint}");
            console.Out.WriteLine();
            console.Out.WriteLine("For the device's code:");
            console.Out.WriteLine(key.ToCSharp());
            console.Out.WriteLine();
            console.Out.Write(key.ToPem());
            return (int)ExitCode.Ok;
        }
    }
}
