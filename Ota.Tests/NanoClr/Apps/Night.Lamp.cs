using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Night
{
    /// <summary>A program that needs another assembly.</summary>
    public static class Program
    {
        public static int Runs;

        public static void Main()
        {
            Runs += Dark.Depth();
        }
    }
}
