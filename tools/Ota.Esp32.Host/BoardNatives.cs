using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>
    /// Where the board puts its natives before it starts an app. Every run loads its own copy of this assembly from the slot's
    /// bytes, so this static belongs to one run of one board, however many boards live in the process.
    /// </summary>
    public static class BoardNatives
    {
        private static IBoard? _current;

        /// <summary>The board that this app runs on.</summary>
        /// <exception cref="InvalidOperationException">The assembly was not loaded by a virtual board.</exception>
        public static IBoard Current => _current ?? throw new InvalidOperationException("Ota.Esp32 (host) runs on a virtual board only.");

        /// <summary>Called once by the board, before the app's first instruction.</summary>
        public static void Attach(IBoard board)
        {
            if (_current != null)
            {
                throw new InvalidOperationException("The natives are attached once a run.");
            }

            _current = board;
        }
    }
}
