using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;

namespace NanoOta.Workbench
{
    /// <summary>What a new application is to be.</summary>
    public sealed record NewRequest
    {
        /// <summary>Its name, and that of its namespace.</summary>
        public required string Name { get; init; }

        /// <summary>The folder that is made.</summary>
        public required string Folder { get; init; }

        /// <summary>The kind of board.</summary>
        public required BoardKind Kind { get; init; }

        /// <summary>The product in manifests.</summary>
        public required string Product { get; init; }

        /// <summary>Where releases are given out, with a slash at the end.</summary>
        public required Uri Server { get; init; }

        /// <summary>The key's name or file, as a command line has it.</summary>
        public required string Key { get; init; }

        /// <summary>The key that devices trust.</summary>
        public required PublicKey PublicKey { get; init; }
    }

    /// <summary>
    /// Makes the sources of a new application from the templates of this assembly. The package of 'dotnet new' has the same files, and says in template.json
    /// what is filled in.
    /// </summary>
    public static partial class NewApplication
    {
        private const string Content = "content/";
        private const string Programs = "programs/";
        private const string Common = "common";

        /// <summary>What the templates have in the place of what is filled in; template.json has the same.</summary>
        internal static class Tokens
        {
            public const string Name = "OtaApplication1";
            public const string Product = "otaapplication1-product";
            public const string Server = "http://192.168.1.10:8080/";
            public const string Key = "key-of-releases";
            public const string KeyLine = "new TrustedKey(\"your-key\", new byte[64])";
        }

        /// <summary>Why an application cannot have a name, and which one near it can; null where the name is good.</summary>
        public static string? Refusal(string name, BoardKind kind)
        {
            string? why = Fault(name, kind);
            return why == null ? null : $"'{name}' {why}. Take another name{(Near(name, kind) is { } near ? $", such as '{near}'" : string.Empty)}.";
        }

        // The name becomes a namespace and a folder. So C#, Windows and the application's own sources have a say.
        private static string? Fault(string name, BoardKind kind) =>
            !Identifier().IsMatch(name) ? "cannot be the name of a namespace: a name has letters, digits and '_', and no digit first"
            : SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "is a keyword of C#"
            : WindowsDevice().IsMatch(name) ? "is a device of Windows, where no folder can have that name"
            : Names(kind).Contains(name) ? "is a name that the application's own sources use"
            : null;

        private static string? Near(string name, BoardKind kind)
        {
            string letters = Foreign().Replace(name, "_").Trim('_');
            return ((string[])[letters, $"my_{letters}"]).FirstOrDefault(near => letters.Length != 0 && Fault(near, kind) == null);
        }

        // Types and namespaces begin with a capital. A namespace of such a name would hide them.
        private static HashSet<string> Names(BoardKind kind) =>
        [
            .. Files(kind).Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))
                .SelectMany(file => CSharpSyntaxTree.ParseText(Encoding.UTF8.GetString(file.Bytes)).GetRoot().DescendantTokens())
                .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && char.IsUpper(token.ValueText[0]) && token.ValueText != Tokens.Name)
                .Select(token => token.ValueText),
        ];

        /// <summary>Writes the application; gives the files that were written, relative to the folder. Nothing is written over.</summary>
        public static IReadOnlyList<string> Create(NewRequest request)
        {
            if (Directory.Exists(request.Folder) && Directory.EnumerateFileSystemEntries(request.Folder).Any())
            {
                throw new ToolException(ExitCode.Usage, $"{request.Folder} is there already, and is not empty. Give another name, or --folder with another folder.");
            }

            List<string> written = [];
            foreach ((string path, byte[] bytes) in Files(request.Kind))
            {
                string target = path.Replace(Tokens.Name, request.Name, StringComparison.Ordinal);
                string full = Path.Combine(request.Folder, target.Replace('/', Path.DirectorySeparatorChar));
                Tooling.Files.MakeFolder(Path.GetDirectoryName(full)!);
                Tooling.Files.WriteNew(full, Encoding.UTF8.GetBytes(Fill(Encoding.UTF8.GetString(bytes), request)));
                written.Add(target);
            }

            return written;
        }

        /// <summary>The files of a template, with paths below the application's folder.</summary>
        internal static IEnumerable<(string Path, byte[] Bytes)> Files(BoardKind kind)
        {
            string board = BoardKinds.WordOf(kind);
            string? part = kind switch { BoardKind.Stock => "Resident", BoardKind.OtaSlots => "Updater", _ => null };
            foreach (string name in typeof(NewApplication).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
            {
                string path = name.Replace('\\', '/');
                string? target = Below(path, $"{Content}{Common}/") ?? Below(path, $"{Content}{board}/") ?? (part == null ? null : Below(path, $"{Programs}{part}/") is { } program ? $"{part}/{program}" : null);
                if (target != null)
                {
                    yield return (target, Read(name));
                }
            }
        }

        private static string Fill(string text, NewRequest request) => text
            .Replace(Tokens.KeyLine, request.PublicKey.ToCSharp(), StringComparison.Ordinal)
            .Replace(Tokens.Key, request.Key, StringComparison.Ordinal)
            .Replace(Tokens.Product, request.Product, StringComparison.Ordinal)
            .Replace(Tokens.Server, request.Server.AbsoluteUri, StringComparison.Ordinal)
            .Replace(Tokens.Name, request.Name, StringComparison.Ordinal);

        private static string? Below(string path, string folder) => path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : null;

        private static byte[] Read(string name)
        {
            using Stream stream = typeof(NewApplication).Assembly.GetManifestResourceStream(name)!;
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }

        [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
        private static partial Regex Identifier();

        [GeneratedRegex("[^A-Za-z0-9_]+")]
        private static partial Regex Foreign();

        [GeneratedRegex(@"\A(CON|PRN|AUX|NUL|COM\d|LPT\d)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
        private static partial Regex WindowsDevice();
    }
}
