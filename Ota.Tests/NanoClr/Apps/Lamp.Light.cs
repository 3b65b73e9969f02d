using System.Reflection;

[assembly: AssemblyVersion("1.2.3.4")]

namespace Lamp
{
    /// <summary>A library with a static that is set when it is loaded.</summary>
    public static class Light
    {
        /// <summary>Set by the static constructor.</summary>
        public static int Level = int.Parse("5");
    }
}
