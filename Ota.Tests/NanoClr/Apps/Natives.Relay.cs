using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Natives
{
    /// <summary>Half a class: the other half would be in the firmware.</summary>
    public static class Relay
    {
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Read();
    }
}
