using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>
    /// Runs Vectors/guard/starts.txt on the virtual board's rules; the native half runs the same lines. The head of the file says what they mean.
    /// </summary>
    [TestClass]
    public sealed class GuardScenarioTests
    {
        private static readonly string[] _reasons =
            ["unknown", "power", "brownout", "declared", "software", "crash", "watchdog", "wake", "undeclared-wake"];

        private static readonly string[] _plans = ["application", "ask", "ask-long", "go-back", "finish-confirmation"];
        private static readonly string[] _asks = ["none", "mute", "open", "answered", "ran"];

        private static readonly Dictionary<string, GuardFact> _facts = new()
        {
            ["-"] = GuardFact.None,
            ["trial"] = GuardFact.OnTrial,
            ["deployed"] = GuardFact.Deployed,
            ["unreadable"] = GuardFact.Unreadable,
            ["cut-confirmation"] = GuardFact.CutConfirmation,
            ["cut-way-back"] = GuardFact.CutWayBack,
            ["way-back"] = GuardFact.WayBack,
        };

        [TestMethod]
        public void A_start_does_what_the_shared_list_says()
        {
            string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "guard", "starts.txt"));
            GuardNote note = default;
            string name = "";
            int scenarios = 0;
            int repeatFrom = 0;
            int repeats = 0;
            for (int i = 0; i < lines.Length; i++)
            {
                string line = $"line {i + 1}, {name}: {lines[i]}";
                switch (lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    case []:
                    case ["#", ..]:
                        break;
                    case ["scenario", string title]:
                        name = title;
                        note = default;
                        scenarios++;
                        break;
                    case ["start", string reason, string facts, string plan]:
                        Assert.AreEqual(plan, _plans[(int)GuardRules.Decide(Reason(reason), Facts(facts), ref note)], line);
                        break;
                    case ["count", string starts, string ask, string ends]:
                        Assert.AreEqual($"{starts} {ask} {ends}", $"{note.Starts} {_asks[(int)note.Ask]} {note.Ends}", line);
                        break;
                    case ["tell", string what]:
                        Tell(what, ref note, line);
                        break;
                    case ["repeat", string times]:
                        repeatFrom = i;
                        repeats = int.Parse(times, CultureInfo.InvariantCulture);
                        break;
                    case ["end"]:
                        i = --repeats > 0 ? repeatFrom : i;
                        break;
                    default:
                        Assert.Fail($"A line that says nothing: {line}");
                        break;
                }
            }

            Assert.IsGreaterThanOrEqualTo(20, scenarios);
        }

        private static StartReason Reason(string word) => (StartReason)Array.IndexOf(_reasons, word);

        private static GuardFact Facts(string words) => words.Split(',').Aggregate(GuardFact.None, (facts, word) => facts | _facts[word]);

        private static void Tell(string what, ref GuardNote note, string line)
        {
            switch (what)
            {
                case "sign":
                    note.Ask = GuardAsk.Open;
                    break;
                case "answered":
                    note.Ask = GuardAsk.Answered;
                    break;
                case "restart-to-ask":
                    note.Flags |= GuardMarks.AskNext | GuardMarks.Declared;
                    break;
                case "life":
                    note.ClearCount();
                    break;
                default:
                    Assert.Fail($"No such event: {line}");
                    break;
            }
        }
    }
}
