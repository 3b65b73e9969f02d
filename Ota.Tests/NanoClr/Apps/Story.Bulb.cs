using System.Reflection;

[assembly: AssemblyVersion("1.4.0.0")]

namespace Story
{
    /// <summary>A library of the published app.</summary>
    public sealed class Bulb
    {
        /// <summary>How it shines.</summary>
        public string Shine(string version)
        {
            return "lit by " + version;
        }
    }
}
