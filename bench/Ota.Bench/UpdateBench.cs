using System.Diagnostics;
using System.Globalization;
using NanoOta.Formats;
using NanoOta.Tooling.Serving;
using NanoOta.VirtualDevice;

namespace NanoOta.Bench
{
    /// <summary>
    /// A whole update (check, stage, activate; on the board up to its restart) of 1 MiB from a loopback server, against HttpClient copying the same file to disk.
    /// The three take turns, so that a busy machine is busy for all. The ratios are of their medians, and of their first quartiles.
    /// </summary>
    internal static class UpdateBench
    {
        private const int Size = 1024 * 1024;
        private const int Rounds = 61;
        private const double Goal = 3;
        private const double FlashGoal = 4.5;

        public static async Task RunAsync()
        {
            using ReleaseOnDisk release = await ReleaseOnDisk.PublishAsync(Size).ConfigureAwait(false);
            StaticServer server = await StaticServer.StartAsync(new StaticServerOptions { Root = release.Served }).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                List<double> plain = [];
                List<double> client = [];
                List<double> flash = [];
                for (int i = 0; i < Rounds + 2; i++)
                {
                    double copied = await TimeAsync(() => CopyAsync(server, release)).ConfigureAwait(false);
                    double updated = await TimeAsync(() => Task.Run(() => UpdateRam(server, release))).ConfigureAwait(false);
                    using NorFlash chip = new(4 * 1024 * 1024);
                    Board board = MakeBoard(chip, server, release);
                    double flashed = await TimeAsync(() => Task.Run(() => board.PowerOn())).ConfigureAwait(false);
                    Must(board.PowerOn().Version == "2.0" ? OtaResult.Ok : OtaResult.TrialFailed);

                    // The first two rounds are the JIT's.
                    if (i >= 2)
                    {
                        plain.Add(copied);
                        client.Add(updated);
                        flash.Add(flashed);
                    }
                }

                CultureInfo culture = CultureInfo.InvariantCulture;
                Console.WriteLine(string.Create(culture, $"Update of {release.Image.Length:N0} bytes over loopback: medians of {Rounds} rounds, and the quarter that other programs disturbed least"));
                Print("HttpClient to a file", plain, plain, null);
                Print("client, slot in memory", client, plain, Goal);
                Print("client, virtual ESP32's flash", flash, plain, FlashGoal);
            }
        }

        private static async Task CopyAsync(StaticServer server, ReleaseOnDisk release)
        {
            string path = Path.Combine(release.Folder, "copy.img");
            using HttpClient http = new();
            using Stream body = await http.GetStreamAsync(new Uri(server.Url, ReleaseOnDisk.ImagePath)).ConfigureAwait(false);
            FileStream file = new(path, FileMode.Create);
            await using (file.ConfigureAwait(false))
            {
                await body.CopyToAsync(file).ConfigureAwait(false);
            }
        }

        private static void UpdateRam(StaticServer server, ReleaseOnDisk release)
        {
            RamPorts ports = new(release.Image.Length);
            OtaClient client = new(release.Options(server.Url), ports.With(new HttpTransport(new HttpTransportOptions())));
            Must(client.Start());
            Must(client.Update());
            if (!ports.Holds(release.Image))
            {
                throw new InvalidOperationException("The slot holds something else.");
            }
        }

        private static Board MakeBoard(NorFlash flash, StaticServer server, ReleaseOnDisk release)
        {
            OtaOptions options = release.Options(server.Url);
            DelegateAppHost host = new(new Dictionary<string, Action<BootedApp, IBoard>>
            {
                ["1.0"] = (_, board) =>
                {
                    EspOtaSlot slot = new(new EspOta(board));
                    OtaClient client = new(options, new OtaPorts
                    {
                        Transport = new HttpTransport(new HttpTransportOptions()),
                        Slot = slot,
                        Boot = slot,
                        Restart = new BoardRestart(board),
                        Store = new TwoCopyStateStore(new FlashRecordMedium(board), DeviceRecord.Length),
                        Clock = new BoardClock(board),
                    });
                    Must(client.Start());
                    Must(client.Update());
                },
                ["2.0"] = (_, _) => { },
            });
            Board.Provision(flash, PartitionTable.CreateOta4MB(), ReleaseOnDisk.MakeImage("1.0", 1000));
            return new Board(flash, new BoardOptions { AppHost = host, Watchdog = null });
        }

        private static void Must(OtaResult result)
        {
            if (result != OtaResult.Ok)
            {
                throw new InvalidOperationException($"The update ended with {result}.");
            }
        }

        private static async Task<double> TimeAsync(Func<Task> work)
        {
            // What one of the three leaves behind is not collected in another one's time.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            long start = Stopwatch.GetTimestamp();
            await work().ConfigureAwait(false);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        private static void Print(string what, List<double> values, List<double> plain, double? goal)
        {
            double median = At(values, 2);
            double quarter = At(values, 1);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {what,-31}{median,8:F1} ms{median / At(plain, 2),7:F2}{quarter,10:F1} ms{quarter / At(plain, 1),7:F2}{(goal == null ? string.Empty : $"   (goal {goal})")}"));
        }

        // The first quartile, or the second, which is the median.
        private static double At(List<double> values, int quarters) => values.Order().ElementAt(values.Count * quarters / 4);
    }
}
