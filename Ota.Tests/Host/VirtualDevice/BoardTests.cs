using System.Collections.Concurrent;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    [TestClass]
    public sealed class BoardTests
    {
        private const string Hello =
            """
            using NanoOta;
            public static class Program
            {
                private static int _starts;
                public static void Main() => BoardNatives.Current.WriteConsole("MESSAGE " + ++_starts);
            }
            """;

        // Updates itself from a file while the other slot has no entry; confirms or not as its version says.
        private const string Updater =
            """
            using NanoOta;
            using System.IO;
            public static class Program
            {
                public static void Main()
                {
                    EspOta ota = new EspOta();
                    int other = ota.GetSubtype(EspPartition.NextUpdate);
                    int mine = ota.GetState(ota.GetSubtype(EspPartition.Running));
                    BoardNatives.Current.WriteConsole("VERSION " + mine + " " + ota.GetState(other));
                    if (mine == 1)
                    {
                        if ("VERSION" == "sick")
                        {
                            BoardNatives.Current.Restart();
                        }

                        BoardNatives.Current.WriteConsole("confirm " + ota.MarkValid());
                        return;
                    }

                    if (ota.GetState(other) != -2)
                    {
                        return;
                    }

                    byte[] image = File.ReadAllBytes(BoardNatives.Current.DeviceId);
                    OtaResult result = ota.Begin(0);
                    for (int i = 0; i < image.Length && result == OtaResult.Ok; i += 4096)
                    {
                        result = ota.Write(image, i, image.Length - i < 4096 ? image.Length - i : 4096);
                        BoardNatives.Current.Report("write", (int)result, i, image.Length);
                    }

                    if (result == OtaResult.Ok) result = ota.End();
                    if (result == OtaResult.Ok) result = ota.SetBoot();
                    BoardNatives.Current.WriteConsole("staged " + result);
                    new BoardRestart().Restart();
                }
            }
            """;

        [TestMethod]
        public void What_runs_is_what_the_slots_own_bytes_say()
        {
            List<string> console = [];
            NorFlash flash = Provision(TinyApp.Image("1.0", Hello.Replace("MESSAGE", "first", StringComparison.Ordinal)));
            Board board = new(flash, new BoardOptions { OnConsole = console.Add });

            Assert.AreEqual(RunEnd.Returned, board.PowerOn().End, board.History[^1].Detail);
            Partition slot = PartitionTable.CreateOta4MB().Ota(0)!;
            flash.Program(slot.Offset, TinyApp.Image("1.0", Hello.Replace("MESSAGE", "second", StringComparison.Ordinal)));
            Assert.AreEqual(RunEnd.Returned, board.PowerOn().End);

            string[] expected = ["first 1", "second 1"];
            CollectionAssert.AreEqual(expected, console, "New bytes, and statics of their own.");
        }

        [TestMethod]
        public void The_same_assemblies_give_the_same_image()
        {
            CollectionAssert.AreEqual(TinyApp.Image("1.0", Hello), TinyApp.Image("1.0", Hello));
        }

        [TestMethod]
        public void An_assembly_that_is_not_in_the_image_is_not_taken_from_the_host()
        {
            byte[] image = TinyApp.Image("1.0", [TinyApp.Compile(Hello, "App")], []);
            BootReport report = new Board(Provision(image), new BoardOptions()).PowerOn();
            Assert.AreEqual(RunEnd.Crash, report.End);
            StringAssert.Contains(report.Detail, "FileNotFoundException: Could not load file or assembly 'Ota.Esp32");
        }

        [TestMethod]
        public void An_app_updates_itself_boots_the_new_bytes_and_confirms()
        {
            (Board board, List<string> console) = Update("good");
            string[] expected = ["old 2 -2", "staged Ok", "good 1 2", "confirm Ok"];
            CollectionAssert.AreEqual(expected, console);
            Assert.AreEqual("ota_1", board.History[^1].Slot);
            Assert.AreEqual("good", board.History[^1].Version);
            Assert.AreEqual(OtaImageState.PendingVerify, board.History[^1].State);
            Assert.AreEqual(OtaImageState.Valid, board.Run().State, "Confirmed.");
        }

        [TestMethod]
        public void The_ports_of_an_ESP32_are_its_slot_its_keeper_its_guard_and_its_record_and_no_more()
        {
            List<string> console = [];
            const string Program =
                """
                using NanoOta;
                public static class Program
                {
                    public static void Main()
                    {
                        OtaPorts ports = new OtaPorts();
                        EspPorts.AddTo(ports);
                        int other = new EspOta().GetSize(EspPartition.NextUpdate);
                        bool isOneSlot = ports.Slot == (object)ports.Boot;
                        int count = ports.Store.Write(new byte[] { 7, 8 }, 2) == OtaResult.Ok ? ports.Store.Read(new byte[DeviceRecord.Length]) : -1;
                        BoardNatives.Current.WriteConsole(isOneSlot + " " + (ports.Slot.Capacity == other) + " " + count + " " + ports.Starts.Reason);
                        BoardNatives.Current.WriteConsole((ports.Keeper is FirmwareKeeper) + " " + (ports.Transport ?? ports.Clock ?? (object)ports.Restart ?? "no more"));
                    }
                }
                """;
            Board board = new(Provision(TinyApp.Image("1.0", Program)), new BoardOptions { OnConsole = console.Add });
            Assert.AreEqual(RunEnd.Returned, board.PowerOn().End, board.History[^1].Detail);
            string[] expected = ["True True 2 PowerOn", "True no more"];
            CollectionAssert.AreEqual(expected, console);
        }

        [TestMethod]
        public void An_app_that_does_not_confirm_is_rolled_back_by_the_bootloader()
        {
            (Board board, List<string> console) = Update("sick");
            string[] expected = ["old 2 -2", "staged Ok", "sick 1 2", "old 2 4"];
            CollectionAssert.AreEqual(expected, console);
            string[] slots = [.. board.History.Select(report => $"{report.Slot} {report.Version} {report.End}")];
            string[] expectedRuns = ["ota_0 old Restart", "ota_1 sick Restart", "ota_0 old Returned"];
            CollectionAssert.AreEqual(expectedRuns, slots);
        }

        [TestMethod]
        public void A_power_cut_at_any_operation_of_an_update_never_bricks_the_board()
        {
            byte[] next = SmallFlash.Image("2", 0, 9000);
            SmallFlash layout = new(false, 2);
            NorFlash origin = layout.Create();
            SmallFlash.PutImage(origin, layout.Table.Ota(0)!, "1");
            Dictionary<string, Action<BootedApp, IBoard>> apps = new()
            {
                ["1"] = (_, board) => Stage(board, next),
                ["2"] = (_, board) => board.OtaMarkValid(),
            };
            BoardOptions options = new() { AppHost = new DelegateAppHost(apps), Watchdog = null, Clock = new VirtualClock(0) };

            NorFlash whole = origin.Clone();
            Assert.AreEqual("2", new Board(whole, options).Run().Version);
            for (int operation = 0; operation < whole.Operations; operation++)
            {
                foreach (CutKind kind in Enum.GetValues<CutKind>())
                {
                    NorFlash flash = origin.Clone();
                    flash.Faults = new FaultPlan(PowerCut.AtOperation(operation, kind, 1));
                    Board board = new(flash, options);
                    Assert.AreEqual(RunEnd.PowerCut, board.Run().End, $"{flash.Faults}");
                    BootReport last = board.Run();
                    Assert.AreEqual(RunEnd.Returned, last.End, $"{flash.Faults}: {last.Detail}");
                    Assert.AreEqual("2", last.Version, $"{flash.Faults}");
                }
            }
        }

        [TestMethod]
        public void Boards_run_side_by_side_without_seeing_each_other()
        {
            byte[] image = TinyApp.Image(
                "1.0",
                """
                using NanoOta;
                public static class Program
                {
                    private static int _count;
                    public static void Main()
                    {
                        for (int i = 0; i < 50; i++)
                        {
                            _count++;
                            new BoardClock().Sleep(1);
                            BoardNatives.Current.WriteConsole(BoardNatives.Current.DeviceId + " " + _count);
                        }
                    }
                }
                """);
            ConcurrentDictionary<string, string> last = new();
            Parallel.For(0, 6, i =>
            {
                string name = $"board{i}";
                Board board = new(Provision(image), new BoardOptions { DeviceId = name, OnConsole = line => last[name] = line, Clock = new VirtualClock(0) });
                Assert.AreEqual(RunEnd.Returned, board.PowerOn().End);
            });
            for (int i = 0; i < 6; i++)
            {
                Assert.AreEqual($"board{i} 50", last[$"board{i}"]);
            }
        }

        private static OtaResult Stage(IBoard board, byte[] image)
        {
            EspOta ota = new(board);
            OtaResult result = ota.Begin(0);
            for (int i = 0; i < image.Length && result == OtaResult.Ok; i += 4096)
            {
                result = ota.Write(image, i, Math.Min(4096, image.Length - i));
            }

            result = result == OtaResult.Ok ? ota.End() : result;
            result = result == OtaResult.Ok ? ota.SetBoot() : result;
            board.Restart();
            return result;
        }

        private static (Board Board, List<string> Console) Update(string version)
        {
            string path = Path.GetTempFileName();
            try
            {
                List<string> console = [];
                File.WriteAllBytes(path, TinyApp.Image(version, Updater.Replace("VERSION", version, StringComparison.Ordinal)));
                NorFlash flash = Provision(TinyApp.Image("old", Updater.Replace("VERSION", "old", StringComparison.Ordinal)));
                Board board = new(flash, new BoardOptions { DeviceId = path, OnConsole = console.Add });
                BootReport last = board.Run();
                Assert.AreEqual(RunEnd.Returned, last.End, last.Detail);
                return (board, console);
            }
            finally
            {
                File.Delete(path);
            }
        }

        private static NorFlash Provision(byte[] image)
        {
            NorFlash flash = new(0x400000);
            Board.Provision(flash, PartitionTable.CreateOta4MB(), image);
            return flash;
        }
    }
}
