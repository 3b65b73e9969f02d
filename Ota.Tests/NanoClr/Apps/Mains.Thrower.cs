using System;
using System.Reflection;

[assembly: AssemblyVersion("1.0.0.0")]

namespace Thrower
{
    /// <summary>A program that fails.</summary>
    public static class Program
    {
        private static void Main()
        {
            throw new InvalidOperationException("no bulb");
        }
    }
}
