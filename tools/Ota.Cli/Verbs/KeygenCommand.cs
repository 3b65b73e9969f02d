using System.CommandLine;
using System.Text;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>nanoota keygen: makes a signing key.</summary>
    internal static class KeygenCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> file = new("file") { Description = "The private key's file (PKCS#8 PEM); the public key goes beside it, as <file>.pub.pem." };
            Option<string?> kid = new("--kid") { Description = "The key's name in manifests. Default: its RFC 7638 thumbprint." };
            Option<bool> force = new("--force") { Description = "Overwrite existing files. Devices that trust only the old key can then never be updated again." };
            Command command = new("keygen", "Makes a P-256 key that releases are signed with.") { file, kid, force };
            command.SetAction(parsed => Run(console, parsed.GetRequiredValue(file), parsed.GetValue(kid), parsed.GetValue(force)));
            return command;
        }

        private static int Run(CliConsole console, string file, string? kid, bool force)
        {
            string publicFile = PublicFile(file);
            if (!force && File.Exists(publicFile))
            {
                throw new ToolException(ExitCode.Usage, $"{publicFile} is there already and is not overwritten. Choose another name, or use --force.");
            }

            using SigningKey key = SigningKey.Create(kid);
            key.Save(file, force);
            Files.WriteAtomically(publicFile, Encoding.ASCII.GetBytes(key.PublicKey.ToPem()));
            console.Out.WriteLine($"private key  {file}  (keep it secret, keep a copy: without it no device can be updated)");
            console.Out.WriteLine($"public key   {publicFile}");
            console.Out.WriteLine($"kid          {key.PublicKey.Kid}");
            console.Out.WriteLine();
            console.Out.WriteLine("For the device's code:");
            console.Out.WriteLine(key.PublicKey.ToCSharp());
            return (int)ExitCode.Ok;
        }

        private static string PublicFile(string file) =>
            (file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) ? file[..^4] : file) + ".pub.pem";
    }
}
