using System.Reflection;

[assembly: AssemblyVersion("1.3.0.0")]

namespace Order
{
    /// <summary>What <c>Order.Program</c> needs.</summary>
    public sealed class Base
    {
        /// <summary>Says it.</summary>
        public string Say(int number)
        {
            return "number " + number.ToString();
        }
    }
}
