using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    /// <summary>Every operation of random work on the drive is cut, in every way; what is found after it is what the drive promises.</summary>
    [TestClass]
    public sealed class LittleFsPowerCutTests
    {
        private const int Steps = 30;
        private static readonly string[] _names = ["a.img", "b.img", "boot.0"];

        public required TestContext TestContext { get; set; }

        [TestMethod]
        public void A_cut_at_any_operation_leaves_the_last_commit_or_the_one_that_was_cut()
        {
            int seed = TestSeed.Create(TestContext).Next();
            NorFlash start = new SmallDrive().Flash;
            int operations = Work(start.Clone(), seed, out _);
            int torn = 0;
            for (int operation = 0; operation < operations; operation++)
            {
                foreach (PowerCut cut in new[]
                {
                    PowerCut.AtOperation(operation, CutKind.Before),
                    PowerCut.AtOperation(operation, CutKind.Torn, (uint)operation),
                    PowerCut.AtOperation(operation, CutKind.Torn, (uint)(operation + 1000)),
                    PowerCut.AtOperation(operation, CutKind.After),
                })
                {
                    NorFlash flash = start.Clone();
                    flash.Faults = new FaultPlan(cut);
                    Work(flash, seed, out Promise promise);
                    Assert.IsFalse(flash.IsPowered, flash.Faults.ToString());
                    flash.PowerOn();
                    LittleFsDrive drive = SmallDrive.Mount(flash);
                    string found = Describe(drive);
                    Assert.IsTrue(
                        found == promise.Committed || found == promise.Pending,
                        $"{flash.Faults}: found {found}, promised {promise.Committed} or {promise.Pending}");
                    torn += cut.Kind == CutKind.Torn && found != promise.Committed ? 1 : 0;

                    // The drive goes on to work after it.
                    DriveFile? file = null;
                    Assert.AreEqual(DriveStatus.Ok, drive.Open("after", DriveMode.Create, out file), flash.Faults.ToString());
                    Assert.AreEqual(DriveStatus.Ok, file!.Write(0, SmallDrive.Bytes(9, 5000)), flash.Faults.ToString());
                    Assert.AreEqual(DriveStatus.Ok, file.Close(), flash.Faults.ToString());
                    CollectionAssert.AreEqual(SmallDrive.Bytes(9, 5000), SmallDrive.Get(SmallDrive.Mount(flash), "after"));
                }
            }

            TestContext.WriteLine($"{operations} operations, {torn} torn ones that had happened all the same");
            Assert.IsGreaterThan(Steps, operations);
        }

        private static string Describe(LittleFsDrive drive)
        {
            return string.Join(' ', drive.Names.Select(name => Describe(name, SmallDrive.Get(drive, name)!)));
        }

        private static string Describe(string name, byte[] content)
        {
            return $"{name}:{content.Length}:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content), 0, 4)}";
        }

        // Runs until the power goes away. The promise is kept by a model that knows nothing of blocks.
        private static int Work(NorFlash flash, int seed, out Promise promise)
        {
            Random random = new(seed);
            promise = new Promise();
            try
            {
                LittleFsDrive drive = SmallDrive.Mount(flash);
                for (int step = 0; step < Steps; step++)
                {
                    string name = _names[random.Next(_names.Length)];
                    switch (random.Next(5))
                    {
                        case 0:
                            promise.Begin(files => files.Remove(name));
                            drive.Delete(name);
                            promise.End();
                            break;
                        case 1:
                            string other = _names[random.Next(_names.Length)];
                            promise.Begin(files =>
                            {
                                if (files.Remove(name, out byte[]? content))
                                {
                                    files[other] = content;
                                }
                            });
                            drive.Rename(name, other);
                            promise.End();
                            break;
                        default:
                            Write(drive, name, random, promise);
                            break;
                    }
                }
            }
            catch (PowerCutException)
            {
                // What this is about.
            }

            return flash.Operations;
        }

        private static void Write(LittleFsDrive drive, string name, Random random, Promise promise)
        {
            DriveMode mode = random.Next(2) == 0 ? DriveMode.Create : DriveMode.Update;
            promise.Begin(files => files.TryAdd(name, []));
            Assert.AreEqual(DriveStatus.Ok, drive.Open(name, mode, out DriveFile? file));
            promise.End();
            byte[] content = mode == DriveMode.Create ? [] : promise.Files[name];
            for (int part = random.Next(1, 4); part > 0; part--)
            {
                // Never so much that the drive, which holds three such files and one more while it is replaced, is full.
                int position = random.Next(content.Length + 1);
                byte[] data = SmallDrive.Bytes(random.Next(), Math.Min(12000 - position, random.Next(6000)));
                byte[] grown = new byte[Math.Max(content.Length, position + data.Length)];
                content.CopyTo(grown, 0);
                data.CopyTo(grown, position);
                content = grown;
                Assert.AreEqual(DriveStatus.Ok, file!.Write(position, data));
                if (random.Next(2) == 0)
                {
                    promise.Begin(files => files[name] = content);
                    Assert.AreEqual(DriveStatus.Ok, file.Flush());
                    promise.End();
                }
            }

            promise.Begin(files => files[name] = content);
            Assert.AreEqual(DriveStatus.Ok, file!.Close());
            promise.End();
        }

        /// <summary>What must be found: the state of the last commit, or of the one under way.</summary>
        private sealed class Promise
        {
            private SortedDictionary<string, byte[]> _pending = new(StringComparer.Ordinal);

            public SortedDictionary<string, byte[]> Files { get; private set; } = new(StringComparer.Ordinal);

            public string Committed => Text(Files);

            public string Pending => Text(_pending);

            public void Begin(Action<SortedDictionary<string, byte[]>> change)
            {
                _pending = new SortedDictionary<string, byte[]>(Files, StringComparer.Ordinal);
                change(_pending);
            }

            public void End() => Files = _pending;

            private static string Text(SortedDictionary<string, byte[]> files) => string.Join(' ', files.Select(file => Describe(file.Key, file.Value)));
        }
    }
}
