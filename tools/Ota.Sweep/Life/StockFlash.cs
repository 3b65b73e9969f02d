using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>Reads the Bootstrap's files from a flash, whatever the device believes.</summary>
    public static class StockFlash
    {
        /// <summary>The number of the release whose manifest a slot keeps; 0 if there is none that is signed.</summary>
        public static int ReleaseIn(NorFlash flash, PartitionTable table, string slot)
        {
            byte[]? bytes = ReadFile(flash, table, slot + ".jws");
            return bytes != null && SignedManifest.Open(bytes, bytes.Length, ReleaseSet.Keys, out SignedManifest signed) == OtaResult.Ok
                ? (int)(signed.Manifest.Revision / LifeRelease.Signings)
                : 0;
        }

        /// <summary>Flips a bit in the middle of a file, past everything that would notice on the way.</summary>
        public static void Damage(NorFlash flash, PartitionTable table, string name)
        {
            LittleFsDrive drive = LittleFsDrive.Mount(flash, table.Find(Partition.TypeData, Partition.SubtypeLittleFs)!)!;
            if (drive.Open(name, DriveMode.Update, out DriveFile? file) == DriveStatus.Ok)
            {
                byte[] bytes = new byte[1];
                file!.Read(file.Length / 2, bytes, out _);
                bytes[0] ^= 1;
                file.Write(file.Length / 2, bytes);
                file.Close();
            }
        }

        /// <summary>The slot that the newest boot record calls active, 1 or 2; 0 for none.</summary>
        public static int ActiveSlot(NorFlash flash, PartitionTable table)
        {
            const int Longest = 1024;
            return BootRecord.Read(new TwoCopyStateStore(new KeptRecord(flash, table, "boot", Longest), BootRecord.Length)).Active;
        }

        /// <summary>A file; null if there is none.</summary>
        public static byte[]? ReadFile(NorFlash flash, PartitionTable table, string name)
        {
            LittleFsDrive? drive = LittleFsDrive.Mount(flash.Clone(), table.Find(Partition.TypeData, Partition.SubtypeLittleFs)!);
            if (drive == null || drive.Open(name, DriveMode.Read, out DriveFile? file) != DriveStatus.Ok)
            {
                return null;
            }

            byte[] bytes = new byte[file!.Length];
            return file.Read(0, bytes, out int count) == DriveStatus.Ok && count == bytes.Length ? bytes : null;
        }
    }
}
