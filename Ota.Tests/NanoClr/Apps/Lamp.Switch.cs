using System.Reflection;

[assembly: AssemblyVersion("2.0.0.0")]

namespace Lamp
{
    /// <summary>A program as C# makes it: internal, with a private Main, and another one with arguments.</summary>
    internal static class Program
    {
        public static int Runs;

        private static void Main()
        {
            Runs += Light.Level;
        }

        private static void Main(string[] arguments)
        {
            Runs += 1000 + arguments.Length;
        }
    }
}
