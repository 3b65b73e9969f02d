using System.CommandLine;
using System.Runtime.CompilerServices;

namespace NanoOta.Cli
{
    /// <summary>Which options and arguments name files, so that nanoota.json can give them relative to itself.</summary>
    internal static class PathOptions
    {
        private static readonly ConditionalWeakTable<Symbol, object> _paths = [];
        private static readonly ConditionalWeakTable<Symbol, object> _keys = [];

        /// <summary>Marks an option or argument as the path of a file or folder.</summary>
        public static T OfPath<T>(this T symbol)
            where T : Symbol
        {
            _paths.Add(symbol, symbol);
            return symbol;
        }

        /// <summary>Marks an option or argument as a key: a name, or the path of a file.</summary>
        public static T OfKey<T>(this T symbol)
            where T : Symbol
        {
            _keys.Add(symbol, symbol);
            return symbol;
        }

        /// <summary>Whether it is a path.</summary>
        public static bool IsPath(Symbol symbol) => _paths.TryGetValue(symbol, out _);

        /// <summary>Whether it is a key.</summary>
        public static bool IsKey(Symbol symbol) => _keys.TryGetValue(symbol, out _);
    }
}
