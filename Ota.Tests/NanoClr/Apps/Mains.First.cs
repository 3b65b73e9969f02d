using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace First
{
    /// <summary>A program before the one that is meant.</summary>
    public class Program
    {
        public static int Runs;

        public static void Main()
        {
            Runs++;
        }
    }
}
