using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>Firmwares on which managed code cannot end the run, and what the guard and the native timer make of them.</summary>
    [TestClass]
    public sealed class NativeHalfTests
    {
        private const string Old = "1.0";
        private const string New = "2.0";
        private const int Second = 1000;
        private const int MaxRuns = 40;
        private const string Empty = "public static class Program { public static void Main() { } }";

        [TestMethod]
        [DataRow(ClrFault.StartsNothing)]
        [DataRow(ClrFault.WaitsForDebugger)]
        [DataRow(ClrFault.HangsInNativeCode)]
        public void A_trial_that_managed_code_cannot_end_is_ended_by_the_native_timer(ClrFault fault)
        {
            VirtualClock clock = new(0);
            Board board = Create(clock, app => app.Version == New ? fault : ClrFault.None, natives => Stage(natives));
            BootReport last = board.Run(MaxRuns);
            Assert.AreEqual($"{Old} {New} {Old}", Versions(board));
            Assert.AreEqual(RunEnd.Returned, last.End, last.Detail);
            Assert.AreEqual(15 * 60 * Second, clock.TickMilliseconds, "A trial has 15 minutes.");
            Assert.AreEqual($"{Old} VALID", FlashReading.Chosen(board.Flash));
        }

        [TestMethod]
        [DataRow(ClrFault.StartsNothing)]
        [DataRow(ClrFault.WaitsForDebugger)]
        [DataRow(ClrFault.HangsInNativeCode)]
        public void A_confirmed_firmware_that_managed_code_cannot_end_is_left_for_the_release_before(ClrFault fault)
        {
            int starts = 0;
            Board board = Create(
                new VirtualClock(0),
                app => app.Version == New && starts++ > 0 ? fault : ClrFault.None,
                natives =>
                {
                    Stage(natives);
                    if (natives.OtaGetState(natives.OtaGetSubtype(0)) == (int)OtaImageState.PendingVerify)
                    {
                        Assert.AreEqual(0, natives.OtaMarkValid());
                        natives.Restart();
                    }
                });
            BootReport last = board.Run(MaxRuns);
            Assert.AreEqual(RunEnd.Returned, last.End, Versions(board));
            Assert.AreEqual(Old, last.Version);
            Assert.AreEqual($"{Old} VALID", FlashReading.Chosen(board.Flash));
            Assert.AreEqual(1, board.History.Count(run => run.End == RunEnd.Guard), "The guard went back once.");
            Assert.IsTrue(board.History.Any(run => run.Version == New && run.Region == RegionKind.BootPart), "The boot part was tried in between.");
        }

        [TestMethod]
        public void A_firmware_that_lacks_the_natives_of_its_application_starts_nothing_and_is_undone()
        {
            byte[] firmware = new StandInFirmware { Version = New, Size = 0x10000 }.Build();
            byte[] next = HostFirmware.Attach(
                firmware,
                TinyApp.Libraries,
                [TinyApp.Compile("public static class Program { public static void Main() => NanoOta.BoardNatives.Current.WriteConsole(\"never\"); }", "App")]);
            List<string> console = [];
            NorFlash flash = Provision();
            Partition slot = PartitionTable.CreateOta4MB().Ota(1)!;
            flash.Program(slot.Offset, next);
            flash.Program(PartitionTable.CreateOta4MB().OtaData!.Offset, OtaEntry.Create(2, OtaImageState.New).ToBytes());
            flash.Program(PartitionTable.CreateOta4MB().OtaData!.Offset + NorFlash.SectorSize, OtaEntry.Create(1, OtaImageState.Valid).ToBytes());
            Board board = new(flash, new BoardOptions { Clock = new VirtualClock(0), OnConsole = console.Add });
            Assert.AreEqual(RunEnd.Hung, board.PowerOn().End);
            StringAssert.Contains(board.History[0].Detail, "Ota.Esp32");
            Assert.IsEmpty(console);
            BootReport after = board.PowerOn();
            Assert.AreEqual(Old, after.Version, "The native timer ended the trial.");
        }

        [TestMethod]
        public void An_application_that_never_says_that_it_lives_is_restarted_and_one_that_does_is_not()
        {
            Board silent = Create(new VirtualClock(0), _ => ClrFault.None, natives => natives.Sleep(31 * 60 * Second));
            Assert.AreEqual(RunEnd.Hung, silent.PowerOn().End);
            Board alive = Create(
                new VirtualClock(0),
                _ => ClrFault.None,
                natives =>
                {
                    Assert.AreEqual(0, natives.GuardTell((int)GuardEvent.Life, 0));
                    natives.Sleep(25 * 3600 * Second);
                });
            Assert.AreEqual(RunEnd.Returned, alive.PowerOn().End);
        }

        [TestMethod]
        public void A_deployment_wins_and_updates_are_refused_by_name_with_nothing_written()
        {
            const int Size = 0x800000;
            string csv = Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "Ota.Bootstrap", "partitions", "partitions_nanoota_8mb_dev.csv");
            PartitionTable table = PartitionTable.Create(Size, [.. PartitionCsv.Parse(File.ReadAllText(csv))]);
            Partition deployment = table.Find(Partition.TypeData, Partition.SubtypeDeployment)!;
            NorFlash flash = new(Size);
            Board.Provision(flash, table, Image(Old));
            flash.Program(deployment.Offset, HostFirmware.Wrap(TinyApp.Compile(Empty, "App")));
            List<OtaResult> answers = [];
            void Update(IBoard natives)
            {
                long before = flash.Cost.BytesWritten + flash.Cost.Erases;
                EspOta ota = new(natives);
                answers.AddRange([ota.Begin(0), ota.SetBoot()]);
                if (answers[^1] == OtaResult.DeploymentWins)
                {
                    Assert.AreEqual(before, flash.Cost.BytesWritten + flash.Cost.Erases, "A refused update wrote.");
                }
            }

            Board board = new(flash, Options(new VirtualClock(0), _ => ClrFault.None, Update));
            Assert.AreEqual(RegionKind.Deployment, board.PowerOn().Region, board.History[^1].Detail);
            flash.Erase(deployment.Offset, NorFlash.SectorSize);
            Assert.AreEqual(RegionKind.Whole, board.PowerOn().Region, board.History[^1].Detail);
            OtaResult[] expected = [OtaResult.DeploymentWins, OtaResult.DeploymentWins, OtaResult.Ok, OtaResult.SlotImageInvalid];
            CollectionAssert.AreEqual(expected, answers, string.Join(", ", answers));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(0xFD)]
        public void Nvs_that_would_stop_every_slot_is_erased_once(int version)
        {
            NorFlash flash = Provision();
            Partition nvs = PartitionTable.CreateOta4MB().Find(Partition.TypeData, Partition.SubtypeNvs)!;
            for (int page = 0; page < nvs.Size; page += NorFlash.SectorSize)
            {
                flash.Program(nvs.Offset + page, [0, 0, 0, 0, 0, 0, 0, 0, version == 0 ? (byte)0xFE : (byte)version]);
            }

            Board board = new(flash, Options(new VirtualClock(0), _ => ClrFault.None, _ => { }));
            Assert.AreEqual(RunEnd.Returned, board.PowerOn().End);
            Assert.IsFalse(flash.Peek(nvs.Offset, nvs.Size).AsSpan().ContainsAnyExcept((byte)0xFF), "NVS is blank.");
        }

        private static string Versions(Board board) => string.Join(' ', board.History.Select(run => run.Version));

        private static Board Create(VirtualClock clock, Func<BootedApp, ClrFault> fault, Action<IBoard> old) => new(Provision(), Options(clock, fault, old));

        // Both releases are attached images, so that the guard has a boot part to start; delegates stand for their code.
        private static BoardOptions Options(VirtualClock clock, Func<BootedApp, ClrFault> fault, Action<IBoard> app) => new()
        {
            Clock = clock,
            Watchdog = null,
            ClrFaultOf = fault,
            AppHost = new DelegateAppHost(new Dictionary<string, Action<BootedApp, IBoard>>
            {
                [Old] = (_, natives) => app(natives),
                [New] = (_, natives) => app(natives),
            }),
        };

        private static NorFlash Provision()
        {
            NorFlash flash = new(0x400000);
            Board.Provision(flash, PartitionTable.CreateOta4MB(), Image(Old));
            return flash;
        }

        private static byte[] Image(string version) =>
            TinyApp.Image(version, [TinyApp.Compile(Empty, "Boot")], [TinyApp.Compile(Empty, "App")]);

        // The old release stages the new one, once: where the other slot has an entry, nothing is done.
        private static void Stage(IBoard natives)
        {
            EspOta ota = new(natives);
            if (ota.GetSubtype(EspPartition.Running) != Partition.SubtypeOta0 || ota.GetState(Partition.SubtypeOta0 + 1) != -2)
            {
                return;
            }

            byte[] image = Image(New);
            Assert.AreEqual(OtaResult.Ok, ota.Begin(0));
            Assert.AreEqual(OtaResult.Ok, ota.Write(image, 0, image.Length));
            Assert.AreEqual(OtaResult.Ok, ota.End());
            Assert.AreEqual(OtaResult.Ok, ota.SetBoot());
            natives.Restart();
        }
    }
}
