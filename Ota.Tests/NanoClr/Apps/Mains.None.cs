using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace None
{
    /// <summary>Looks like a program and is none.</summary>
    public class Program
    {
        public static void Main(string[] arguments)
        {
        }

        public static int Main(int argument)
        {
            return argument;
        }

        public void Main()
        {
        }
    }

    /// <summary>Its Main gives a number.</summary>
    public static class Number
    {
        public static int Main()
        {
            return 1;
        }
    }
}
