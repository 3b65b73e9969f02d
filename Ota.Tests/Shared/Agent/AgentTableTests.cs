using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AgentTableTests
    {
        private const int States = 10;
        private const int Events = 15;

        // One row a state, one column an event, both in the order of their numbers; the digit is the next state, a dot says: not allowed.
        private static readonly string[] _allowed =
        {
            "12.............", // Stopped
            "..2............", // OnTrial
            "...3.9.4.......", // Idle
            "....29.........", // Offline
            "........25.....", // Checking
            "...3.9.4..6....", // Offered
            "...........72..", // Staging
            ".....9.4.....8.", // Ready
            "..............2", // Installing
            "......2........", // Disabled
        };

        [TestMethod]
        public void Exactly_these_transitions_are_allowed()
        {
            for (int state = 0; state < States; state++)
            {
                for (int happened = 0; happened < Events; happened++)
                {
                    char cell = _allowed[state][happened];
                    int expected = cell == '.' ? AgentTable.None : cell - '0';
                    Assert.AreEqual(expected, AgentTable.Next((AgentState)state, (AgentEvent)happened), "state " + state + ", event " + happened);
                }
            }
        }
    }
}
