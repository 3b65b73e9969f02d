using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Tiny
{
    /// <summary>Nothing: there are many of it.</summary>
    public static class Thing
    {
    }
}
