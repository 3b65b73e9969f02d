using System.Reflection;
using NanoOta;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Story
{
    /// <summary>The published app: it shows that it works and confirms itself, as Blink does.</summary>
    public static class Program
    {
        public static string Said = "dark";

        private static void Main()
        {
            OtaContext ota = OtaContext.Current;
            Said = new Bulb().Shine(ota.Version);
            if (ota.Client.IsOnTrial)
            {
                Said += ", " + ((int)ota.Client.Confirm()).ToString();
            }
        }
    }
}
