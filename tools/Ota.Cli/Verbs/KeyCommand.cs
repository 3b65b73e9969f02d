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
            Argument<string> file = new("key") { Description = "The name of a key, or a PEM file of a private or public key." };
            Option<bool> json = CommonOptions.Json();
            Command show = new("show", "Prints a key's name, thumbprint, public PEM, and the C# line for the device's code. Prints no secret.") { file, json };
            show.SetAction(parsed => Show(console, parsed.GetRequiredValue(file), parsed.GetValue(json)));
            return new Command("key", "Looks at keys.") { show };
        }

        /// <summary>The public half as an object.</summary>
        public static JsonObject ToJson(PublicKey key) => new()
        {
            ["kid"] = key.Kid,
            ["thumbprint"] = KeyId.Thumbprint(key.ToBytes()),
            ["pem"] = key.ToPem(),
            ["csharp"] = key.ToCSharp(),
        };

        private static int Show(CliConsole console, string file, bool asJson)
        {
            PublicKey key = PublicKey.Load(file);
            KeyWarning.Say(console, file);
            if (asJson)
            {
                JsonTables.Print(console, ToJson(key), asJson: true);
                return (int)ExitCode.Ok;
            }

            string thumbprint = KeyId.Thumbprint(key.ToBytes());
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
