using System;
using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Statics
{
    /// <summary>Its static constructor fails.</summary>
    public static class Program
    {
        public static int Runs;

        private static readonly int _level = Level();

        private static void Main()
        {
            Runs += 1 + _level;
        }

        private static int Level()
        {
            throw new InvalidOperationException("no level");
        }
    }
}
