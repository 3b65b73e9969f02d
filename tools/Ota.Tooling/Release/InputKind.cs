using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tooling.Release
{
    /// <summary>What 'pack' takes as an image.</summary>
    public enum PackContent
    {
        /// <summary>Assemblies, an ESP-IDF image or a MCUboot image, whole and sound.</summary>
        Known,

        /// <summary>Any bytes but a private key, as they are, for a slot of another kind.</summary>
        Raw,
    }

    /// <summary>Tells what a file is that is no image, so that a wrong file is named and never published.</summary>
    internal static class InputKind
    {
        private const int MinBase64 = 24;

        private static readonly System.Buffers.SearchValues<byte> _base64 = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

        /// <summary>Refuses a private key, whatever was asked for: what is packed is served to everyone.</summary>
        public static void RefuseSecrets(byte[] bytes, string path)
        {
            if (IsPrivateKey(bytes))
            {
                throw new ToolException(ExitCode.BadInput, $"{path} holds a private key, and what is packed is served to everyone. Give a folder of .pe files or an image.");
            }
        }

        /// <summary>The refusal of a file that is no image.</summary>
        public static ToolException Refusal(byte[] bytes, string path) => new(
            ExitCode.BadInput,
            $"{path} is {Describe(bytes)}. Give a folder of .pe files (the build's bin/Release), an ESP-IDF or a MCUboot image, or --raw for bytes of another kind.");

        private static string Describe(byte[] bytes)
        {
            ReadOnlySpan<byte> data = bytes;
            if (data.StartsWith("MZ"u8))
            {
                return "a .NET assembly or program for a PC; nanoFramework's build writes the .pe file beside it";
            }

            if (data.StartsWith("\u007FELF"u8))
            {
                return "an ELF file; the build writes a .bin beside it";
            }

            if (data.StartsWith("PK\u0003\u0004"u8))
            {
                return "a zip archive or a NuGet package";
            }

            if (data.StartsWith("eyJ"u8))
            {
                return "a signed manifest or record";
            }

            return IsText(bytes) ? "a text" : "no image that nanoota knows";
        }

        private static bool IsText(byte[] bytes) => bytes.Take(4096).All(b => b is >= 0x20 or (byte)'\n' or (byte)'\r' or (byte)'\t') && IsUtf8(bytes);

        private static bool IsUtf8(byte[] bytes)
        {
            try
            {
                new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes, 0, bytes.Length);
                return true;
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }

        private static bool IsPrivateKey(byte[] bytes)
        {
            if (HasPemBlock(bytes))
            {
                return true;
            }

            // DER: a sequence that ends where the file ends. A key of P-256 has 121 to 138 bytes, one of RSA-4096 some 2400.
            if (bytes.Length is < 40 or > 20_000 || bytes[0] != 0x30)
            {
                return false;
            }

            using ECDsa ec = ECDsa.Create();
            using RSA rsa = RSA.Create();
            return Imports(bytes, key => Read(ec.ImportPkcs8PrivateKey, key))
                || Imports(bytes, key => Read(ec.ImportECPrivateKey, key))
                || Imports(bytes, key => Read(rsa.ImportPkcs8PrivateKey, key))
                || Imports(bytes, key => Read(rsa.ImportRSAPrivateKey, key));
        }

        // The words alone stand in every firmware that reads keys (mbedTLS); behind those of a key there is a line of base64.
        private static bool HasPemBlock(ReadOnlySpan<byte> bytes)
        {
            ReadOnlySpan<byte> marker = "PRIVATE KEY-----"u8;
            for (int at = bytes.IndexOf(marker); at >= 0; at = bytes.IndexOf(marker))
            {
                bytes = bytes[(at + marker.Length)..];
                ReadOnlySpan<byte> line = bytes.TrimStart("\r\n \t"u8);
                if (line.Length >= MinBase64 && line.Length < bytes.Length && (line.StartsWith("Proc-Type:"u8) || line[..MinBase64].IndexOfAnyExcept(_base64) < 0))
                {
                    return true;
                }
            }

            return false;
        }

        private delegate void Import(ReadOnlySpan<byte> source, out int read);

        private static int Read(Import import, byte[] key)
        {
            import(key, out int read);
            return read;
        }

        private static bool Imports(byte[] key, Func<byte[], int> import)
        {
            try
            {
                return import(key) > 0;
            }
            catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
            {
                return false;
            }
        }
    }
}
