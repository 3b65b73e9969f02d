using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Lamp
{
    /// <summary>A program whose strings, statics and code are used after the heap was tidied up.</summary>
    public static class Moved
    {
        public static string Said = "nothing";

        private static readonly int[] _levels = new int[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

        private static void Main()
        {
            int sum = 0;
            for (int i = 0; i < _levels.Length; i++)
            {
                sum += _levels[i];
            }

            Said = "moved " + sum.ToString();
        }
    }
}
