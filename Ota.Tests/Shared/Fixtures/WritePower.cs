using System;

namespace NanoOta.Tests
{
    /// <summary>Power for a number of writes. The write after them finds none, and neither does any other until the next start.</summary>
    public sealed class WritePower
    {
        private int _left;

        /// <summary>Power for that many writes.</summary>
        public WritePower(int writes)
        {
            _left = writes;
        }

        /// <summary>Whether a write found no power.</summary>
        public bool IsCut { get; private set; }

        /// <summary>Takes the power for one write. Throws <see cref="InvalidOperationException"/> when there is none.</summary>
        public static void Use(WritePower power)
        {
            if (power == null)
            {
                return;
            }

            power.IsCut = power._left == 0;
            if (power.IsCut)
            {
                throw new InvalidOperationException();
            }

            power._left--;
        }
    }
}
