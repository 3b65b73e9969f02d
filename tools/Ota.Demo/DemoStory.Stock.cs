using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <content>What only the Bootstrap has to show: it starts with nothing, and ends what a bootloader cannot see.</content>
    public sealed partial class DemoStory
    {
        private async Task<DemoStep> ProvisionAsync(CancellationToken cancellation)
        {
            await PublishAsync("1.0", 1, ReleaseFault.None, _key, cancellation).ConfigureAwait(false);
            return Step("an empty board fetches its first app, 1.0", Board.Run, (watch, runs) =>
                runs is [StockDevice.Recovery, "1.0"] && watch.HasConfirmed("1.0") ? "confirmed 1.0" : null);
        }

        private Task<DemoStep> CrashAsync(CancellationToken cancellation) =>
            UndoneAsync("1.5", 6, ReleaseFault.Crashes, "1.5 throws as it starts, and is undone", "1.4", OtaResult.AppFailed, cancellation);

        private Task<DemoStep> HangAsync(CancellationToken cancellation) =>
            UndoneAsync("1.6", 7, ReleaseFault.Hangs, "1.6 hangs as it starts, until its health window closes", "1.4", OtaResult.HealthWindowClosed, cancellation);

        private async Task<DemoStep> TwoDeadSlotsAsync(CancellationToken cancellation)
        {
            await PublishAsync("1.7", 8, ReleaseFault.None, _key, cancellation).ConfigureAwait(false);
            return Step(
                "both images are damaged, and the Bootstrap recovers by itself",
                maxRuns =>
                {
                    Damage("a.img");
                    Damage("b.img");
                    return Board.Run(maxRuns);
                },
                (watch, runs) => runs is [StockDevice.Recovery, "1.7"] && watch.HasConfirmed("1.7") ? "confirmed 1.7" : null);
        }

        // A byte in the middle, past everything that would notice on the way.
        private void Damage(string name)
        {
            Board.Flash.PowerOn();
            Partition partition = PartitionTable.CreateStock4MB().Find(Partition.TypeData, Partition.SubtypeLittleFs)!;
            LittleFsDrive drive = LittleFsDrive.Mount(Board.Flash, partition)!;
            if (drive.Open(name, DriveMode.Update, out DriveFile? file) == DriveStatus.Ok)
            {
                byte[] bytes = new byte[1];
                file!.Read(file.Length / 2, bytes, out _);
                bytes[0] ^= 1;
                file.Write(file.Length / 2, bytes);
                file.Close();
            }
        }
    }
}
