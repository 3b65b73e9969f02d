using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>
    /// Runs Vectors/otadata/scenarios.txt on the virtual device; the C fake of Ota.Bootstrap/native runs the same list, so the two
    /// agree byte for byte on otadata. The head of the file says what its lines mean.
    /// </summary>
    [TestClass]
    public sealed class OtaDataScenarioTests
    {
        private static IEnumerable<object[]> Scenarios
        {
            get
            {
                string path = Path.Combine(AppContext.BaseDirectory, "Vectors", "otadata", "scenarios.txt");
                List<string>? steps = null;
                foreach (string line in File.ReadAllLines(path).Where(line => line.Length > 0 && !line.StartsWith('#')))
                {
                    if (line.StartsWith("scenario ", StringComparison.Ordinal))
                    {
                        if (steps != null)
                        {
                            yield return [steps[0], string.Join('\n', steps.Skip(1))];
                        }

                        steps = [line["scenario ".Length..]];
                    }
                    else
                    {
                        steps!.Add(line);
                    }
                }

                yield return [steps![0], string.Join('\n', steps.Skip(1))];
            }
        }

        [TestMethod]
        [DynamicData(nameof(Scenarios))]
        public void Otadata_holds_the_bytes_of_the_shared_scenario(string name, string steps)
        {
            Assert.IsNotEmpty(name);
            new Scenario(steps.Split('\n')).Play();
        }

        [TestMethod]
        public void The_list_has_scenarios()
        {
            Assert.IsGreaterThan(20, Scenarios.Count());
        }

        /// <summary>One device; what stands between two starts runs as the app of the first.</summary>
        private sealed class Scenario : IAppHost
        {
            private const int ImageData = 5000;

            private readonly string[][] _steps;
            private readonly SmallFlash _layout;
            private readonly NorFlash _flash;
            private readonly Board _board;
            private Exception? _failure;
            private int _next;

            internal Scenario(string[] lines)
            {
                _steps = [.. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
                string[] device = _steps[0];
                Assert.AreEqual("device", device[0]);
                _layout = new SmallFlash(device[2] == "factory", Number(device[1]));
                _flash = _layout.Create();
                _board = new Board(_flash, new BoardOptions
                {
                    AppHost = this,
                    Watchdog = null,
                    Bootloader = new BootloaderOptions { Rollback = device[3] == "rollback" },
                });
                _next = 1;
            }

            public void Run(BootedApp app, IBoard board)
            {
                try
                {
                    EspOta ota = new(board);
                    while (_next < _steps.Length && _steps[_next][0] != "boot")
                    {
                        string[] step = _steps[_next++];
                        if (step[0] == "mark-invalid")
                        {
                            // A restart does not come back.
                            int result = (int)ota.MarkInvalidAndRestart();
                            Assert.AreEqual(step[1], result.ToString(CultureInfo.InvariantCulture), Say(step));
                        }
                        else if (!Look(step))
                        {
                            Call(ota, step);
                        }
                    }
                }
                catch (UnitTestAssertException failure)
                {
                    _failure = failure;
                }
            }

            internal void Play()
            {
                while (_next < _steps.Length)
                {
                    string[] step = _steps[_next++];
                    if (step[0] == "boot")
                    {
                        Boot(step);
                    }
                    else if (!Look(step))
                    {
                        Prepare(step);
                    }
                }
            }

            private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

            private static string Say(string[] step) => string.Join(' ', step);

            private void Boot(string[] step)
            {
                BootReport report = _board.PowerOn();
                if (_failure != null)
                {
                    throw _failure;
                }

                Assert.AreNotEqual(RunEnd.Crash, report.End, report.Detail);
                string expected = step[1] switch { "none" => "", "factory" => "factory", _ => "ota_" + step[1] };
                Assert.AreEqual(expected, report.Slot, Say(step));
            }

            /// <summary>Steps that only look at the flash, while an app runs or not, or that hurt it.</summary>
            private bool Look(string[] step)
            {
                switch (step[0])
                {
                    case "otadata":
                        byte[] sector = _flash.Peek(_layout.Table.OtaData!.Offset + (Number(step[1]) * NorFlash.SectorSize), NorFlash.SectorSize);
                        byte[] expected = [.. Enumerable.Repeat((byte)0xFF, NorFlash.SectorSize)];
                        if (step[2] != "blank")
                        {
                            Convert.FromHexString(step[2]).CopyTo(expected, 0);
                        }

                        Assert.AreEqual(Convert.ToHexString(expected), Convert.ToHexString(sector), Say(step));
                        return true;
                    case "damage":
                        _flash.Program(Slot(step[1]).Offset, [0]);
                        return true;
                    default:
                        return false;
                }
            }

            private void Prepare(string[] step)
            {
                switch (step[0])
                {
                    case "image":
                        _flash.Program(Slot(step[1]).Offset, SmallFlash.Image(step[2], 0, ImageData));
                        break;
                    case "entry":
                        OtaEntry entry = OtaEntry.Create(uint.Parse(step[2], CultureInfo.InvariantCulture), (OtaImageState)Number(step[3]));
                        _layout.PutEntry(_flash, Number(step[1]), step[4] == "right" ? entry : entry with { Crc = entry.Crc ^ 1 });
                        break;
                    default:
                        Assert.Fail($"'{Say(step)}' where no app runs.");
                        break;
                }
            }

            private static void Call(EspOta ota, string[] step)
            {
                switch (step[0])
                {
                    case "stage":
                        byte[] image = SmallFlash.Image(step[1], 0, ImageData);
                        Assert.AreEqual(OtaResult.Ok, ota.Begin(0), Say(step));
                        Assert.AreEqual(OtaResult.Ok, ota.Write(image, 0, image.Length), Say(step));
                        Assert.AreEqual(OtaResult.Ok, ota.End(), Say(step));
                        break;
                    case "begin":
                        Assert.AreEqual(Number(step[2]), (int)ota.Begin(Number(step[1])), Say(step));
                        break;
                    case "abort":
                        ota.Abort();
                        break;
                    case "set-boot":
                        Assert.AreEqual(Number(step[1]), (int)ota.SetBoot(), Say(step));
                        break;
                    case "mark-valid":
                        Assert.AreEqual(Number(step[1]), (int)ota.MarkValid(), Say(step));
                        break;
                    case "state":
                        Assert.AreEqual(Number(step[2]), ota.GetState(Number(step[1])), Say(step));
                        break;
                    default:
                        Assert.Fail($"'{Say(step)}' is no step.");
                        break;
                }
            }

            private Partition Slot(string word) => word == "factory" ? _layout.Table.Factory! : _layout.Table.Ota(Number(word))!;
        }
    }
}
