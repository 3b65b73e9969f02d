using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Night
{
    /// <summary>What <c>Night.Lamp</c> needs.</summary>
    public static class Dark
    {
        /// <summary>A number.</summary>
        public static int Depth()
        {
            return 7;
        }
    }
}
