using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    /// <summary>A drive of 64 KiB on a flash of its own, and what tests do with it.</summary>
    internal sealed class SmallDrive
    {
        public static readonly Partition Partition = new("config", Partition.TypeData, Partition.SubtypeLittleFs, 0x10000, 0x10000);

        public SmallDrive()
        {
            Flash = new NorFlash(0x20000);
            LittleFsDrive.Provision(Flash, Partition);
            Drive = Mount(Flash);
        }

        public NorFlash Flash { get; }

        public LittleFsDrive Drive { get; private set; }

        public static LittleFsDrive Mount(NorFlash flash)
        {
            LittleFsDrive? drive = LittleFsDrive.Mount(flash, Partition);
            Assert.IsNotNull(drive);
            return drive;
        }

        /// <summary>The drive as it is after the power was away.</summary>
        public LittleFsDrive Remount() => Drive = Mount(Flash);

        public DriveFile Open(string name, DriveMode mode)
        {
            Assert.AreEqual(DriveStatus.Ok, Drive.Open(name, mode, out DriveFile? file));
            return file!;
        }

        public void Put(string name, byte[] content)
        {
            DriveFile file = Open(name, DriveMode.Create);
            Assert.AreEqual(DriveStatus.Ok, file.Write(0, content));
            Assert.AreEqual(DriveStatus.Ok, file.Close());
        }

        public byte[]? Get(string name) => Get(Drive, name);

        /// <summary>A file's committed content; null if there is no such file.</summary>
        public static byte[]? Get(LittleFsDrive drive, string name)
        {
            if (drive.Open(name, DriveMode.Read, out DriveFile? file) != DriveStatus.Ok)
            {
                return null;
            }

            byte[] content = new byte[file!.Length];
            Assert.AreEqual(DriveStatus.Ok, file.Read(0, content, out int count));
            Assert.AreEqual(content.Length, count);
            file.Close();
            return content;
        }

        /// <summary>Bytes that differ at every place and from one seed to the next.</summary>
        public static byte[] Bytes(int seed, int length)
        {
            byte[] bytes = new byte[length];
            new Random(seed).NextBytes(bytes);
            return bytes;
        }
    }
}
