using System.Reflection;

[assembly: AssemblyVersion("2.1.0.0")]

namespace Order
{
    /// <summary>A program that lies in front of what it needs.</summary>
    internal static class Program
    {
        public static string Said = "nothing";

        private static void Main()
        {
            Said = new Base().Say(12);
        }
    }
}
