using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>Says so where others can read a private key.</summary>
    internal static class KeyWarning
    {
        /// <summary>One line on the error stream; nothing for a public key, or a key that only its owner can read.</summary>
        public static void Say(CliConsole console, string file)
        {
            file = KeyStore.Find(file);
            if (SigningKey.IsOpenToOthers(file))
            {
                console.Error.WriteLine($"nanoota: others can read the private key in {file}. Close the file with: chmod 600 {file}");
            }
        }
    }
}
