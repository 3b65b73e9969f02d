using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>
    /// Runs Vectors/otadata/native.txt on the virtual device; the native half runs the same list over its fake of ESP-IDF, so the two
    /// agree byte for byte on otadata. The head of the file says what its lines mean.
    /// </summary>
    [TestClass]
    public sealed class OtaDataScenarioTests
    {
        private static IEnumerable<object[]> Scenarios
        {
            get
            {
                string path = Path.Combine(AppContext.BaseDirectory, "Vectors", "otadata", "native.txt");
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

        /// <summary>One device. Between two starts its native half is called, without a guard, as the list has it.</summary>
        private sealed class Scenario
        {
            private const int ImageData = 5000;

            private readonly string[][] _steps;
            private readonly SmallFlash _layout;
            private readonly NorFlash _flash;
            private readonly BootloaderOptions _options;
            private readonly EFuse _fuses = new();
            private BoardOta? _ota;

            internal Scenario(string[] lines)
            {
                _steps = [.. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
                string[] device = _steps[0];
                Assert.AreEqual("device", device[0]);
                _layout = new SmallFlash(device[2] == "factory", Number(device[1]));
                _flash = _layout.Create();
                _options = new BootloaderOptions { Rollback = device[3] == "rollback" };
            }

            private BoardOta Ota => _ota ?? throw new InvalidOperationException("No app runs.");

            internal void Play()
            {
                foreach (string[] step in _steps.Skip(1))
                {
                    if (step[0] == "boot")
                    {
                        Boot(step);
                    }
                    else if (!Look(step))
                    {
                        Call(step);
                    }
                }
            }

            private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

            private static string Say(string[] step) => string.Join(' ', step);

            private void Boot(string[] step)
            {
                BootChoice choice = new Bootloader(_flash, _options, _fuses).Boot();
                string expected = step[1] switch { "none" => "", "factory" => "factory", _ => "ota_" + step[1] };
                Assert.AreEqual(expected, choice.Partition?.Label ?? "", Say(step));
                if (choice.Partition != null)
                {
                    EspOtaRuntime runtime = new(_flash, choice.Table!, choice.Partition, _options, _fuses);
                    _ota = new BoardOta(runtime, choice.Table!, new NativeGuard(runtime, choice.Table!, new BoardChip(RtcMemory.Kept), () => 0));
                }
            }

            /// <summary>Steps that look at the flash, or that are a hand's work.</summary>
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
                    case "image":
                        _flash.Program(Slot(step[1]).Offset, SmallFlash.Image(step[2], 0, ImageData));
                        return true;
                    case "entry":
                        OtaEntry entry = OtaEntry.Create(uint.Parse(step[2], CultureInfo.InvariantCulture), (OtaImageState)Number(step[3]));
                        _layout.PutEntry(_flash, Number(step[1]), step[4] == "right" ? entry : entry with { Crc = entry.Crc ^ 1 });
                        return true;
                    default:
                        return false;
                }
            }

            private void Call(string[] step)
            {
                switch (step[0])
                {
                    case "stage":
                        byte[] image = SmallFlash.Image(step[1], 0, ImageData);
                        Assert.AreEqual(OtaResult.Ok, Ota.Begin(0), Say(step));
                        Assert.AreEqual(OtaResult.Ok, Ota.Write(image, 0, image.Length), Say(step));
                        Assert.AreEqual(OtaResult.Ok, Ota.End(), Say(step));
                        break;
                    case "begin":
                        Assert.AreEqual(Number(step[2]), (int)Ota.Begin(Number(step[1])), Say(step));
                        break;
                    case "abort":
                        Ota.Abort();
                        break;
                    case "set-boot":
                        Assert.AreEqual(Number(step[1]), (int)Ota.SetBoot(), Say(step));
                        break;
                    case "mark-valid":
                        Assert.AreEqual(Number(step[1]), (int)Ota.MarkValid(), Say(step));
                        break;
                    case "mark-invalid":
                        OtaResult result = Ota.MarkInvalid();
                        Assert.AreEqual(step[1], result == OtaResult.Ok ? "restart" : ((int)result).ToString(CultureInfo.InvariantCulture), Say(step));
                        break;
                    case "state":
                        Assert.AreEqual(Number(step[2]), Ota.GetState(Number(step[1])), Say(step));
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
