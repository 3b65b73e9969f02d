using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class StateTableTests
    {
        private const int States = 10;
        private const int Events = 16;

        // One row a state, one column an event, both in the order of their numbers; the digit is the next state, a dot says: not allowed.
        private static readonly string[] _allowed =
        {
            "1.......6.......", // Idle
            ".20.............", // Checking
            "1..3............", // Offered
            "....42..........", // Downloading
            "1.....5.........", // Staged
            ".......069....0.", // Activating
            ".........97.9...", // OnTrial
            ".........9.89...", // Confirming
            "1.......6.......", // Confirmed
            "1............6.6", // RolledBack
        };

        [TestMethod]
        public void Exactly_these_transitions_are_allowed()
        {
            for (int state = 0; state < States; state++)
            {
                for (int happened = 0; happened < Events; happened++)
                {
                    char cell = _allowed[state][happened];
                    int expected = cell == '.' ? StateTable.None : cell - '0';
                    Assert.AreEqual(expected, Next(state, happened), "state " + state + ", event " + happened);
                }
            }
        }

        // The same, and what of it is written: n nothing, f a fact, i an intent.
        private static readonly string[] _written =
        {
            "n.......f.......", // Idle
            ".nn.............", // Checking
            "n..n............", // Offered
            "....nn..........", // Downloading
            "n.....f.........", // Staged
            ".......fff....n.", // Activating
            ".........fi.f...", // OnTrial
            ".........f.ff...", // Confirming
            "n.......f.......", // Confirmed
            "n............f.n", // RolledBack
        };

        [TestMethod]
        public void Exactly_these_transitions_are_written_down()
        {
            for (int state = 0; state < States; state++)
            {
                for (int happened = 0; happened < Events; happened++)
                {
                    char cell = _written[state][happened];
                    int expected = cell == 'i' ? (int)StateWrite.Intent : cell == 'f' ? (int)StateWrite.Fact : (int)StateWrite.None;
                    Assert.AreEqual(expected, (int)StateTable.WriteOf((OtaState)state, (OtaEvent)happened), "state " + state + ", event " + happened);
                }
            }
        }

        [TestMethod]
        public void States_and_events_that_do_not_exist_lead_nowhere()
        {
            for (int i = 0; i < States; i++)
            {
                Assert.AreEqual(StateTable.None, Next(i, Events));
                Assert.AreEqual(StateTable.None, Next(i, -1));
            }

            for (int i = 0; i < Events; i++)
            {
                Assert.AreEqual(StateTable.None, Next(States, i));
                Assert.AreEqual(StateTable.None, Next(-1, i));
            }
        }

        [TestMethod]
        public void Every_state_in_which_something_goes_on_has_a_failure_exit()
        {
            OtaState[] busy = { OtaState.Checking, OtaState.Downloading, OtaState.Activating, OtaState.OnTrial };
            OtaEvent[] failures = { OtaEvent.CheckEnds, OtaEvent.StageFails, OtaEvent.ActivationFails, OtaEvent.Rejects };
            for (int i = 0; i < busy.Length; i++)
            {
                Assert.AreNotEqual(StateTable.None, StateTable.Next(busy[i], failures[i]), "state " + (int)busy[i]);
            }
        }

        [TestMethod]
        public void A_restart_that_lost_the_trial_is_known_wherever_a_trial_was_meant()
        {
            Assert.AreEqual((int)OtaState.RolledBack, StateTable.Next(OtaState.Activating, OtaEvent.TrialLost));
            Assert.AreEqual((int)OtaState.RolledBack, StateTable.Next(OtaState.OnTrial, OtaEvent.TrialLost));
        }

        [TestMethod]
        public void A_check_may_begin_wherever_nothing_goes_on()
        {
            OtaState[] rest = { OtaState.Idle, OtaState.Offered, OtaState.Staged, OtaState.Confirmed, OtaState.RolledBack };
            for (int i = 0; i < rest.Length; i++)
            {
                Assert.AreEqual((int)OtaState.Checking, StateTable.Next(rest[i], OtaEvent.CheckBegins), "state " + (int)rest[i]);
            }
        }

        [TestMethod]
        public void Every_state_is_reached_from_Idle_and_leads_back_to_a_check()
        {
            Assert.AreEqual(States, Reached((int)OtaState.Idle));
            for (int state = 0; state < States; state++)
            {
                Assert.AreEqual(States, Reached(state), "from " + state);
            }
        }

        [TestMethod]
        public void Every_event_moves_something()
        {
            for (int happened = 0; happened < Events; happened++)
            {
                int rows = 0;
                for (int state = 0; state < States; state++)
                {
                    rows += Next(state, happened) == StateTable.None ? 0 : 1;
                }

                Assert.IsTrue(rows > 0, "event " + happened);
            }
        }

        private static int Next(int state, int happened)
        {
            return StateTable.Next((OtaState)state, (OtaEvent)happened);
        }

        // How many states there are ways to, the first one included.
        private static int Reached(int from)
        {
            bool[] seen = new bool[States];
            seen[from] = true;
            int count = 1;
            for (int round = 0; round < States; round++)
            {
                for (int i = 0; i < States * Events; i++)
                {
                    int next = seen[i / Events] ? Next(i / Events, i % Events) : StateTable.None;
                    if (next != StateTable.None && !seen[next])
                    {
                        seen[next] = true;
                        count++;
                    }
                }
            }

            return count;
        }
    }
}
