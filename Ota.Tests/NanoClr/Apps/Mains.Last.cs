using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Last
{
    /// <summary>Inherits a Main, which is not its own.</summary>
    public class Derived : First.Program
    {
    }

    /// <summary>The program.</summary>
    internal sealed class Program
    {
        public static int Runs;

        internal static void Main()
        {
            Runs++;
        }
    }
}
