using System.Reflection;
using System.Threading;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Statics
{
    /// <summary>Its static constructor takes longer than the 40 ms that the CLR's Assembly.Load waits by its source.</summary>
    public static class Slow
    {
        public static int Runs;

        private static readonly int _level = Level();

        private static void Main()
        {
            Runs += _level;
        }

        private static int Level()
        {
            Thread.Sleep(100);
            return 3;
        }
    }
}
