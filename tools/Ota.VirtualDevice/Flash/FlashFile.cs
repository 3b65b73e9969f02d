using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace NanoOta.VirtualDevice
{
    /// <summary>The file behind a flash part: its cells, one after the other, and nothing else.</summary>
    internal sealed class FlashFile : IDisposable
    {
        private readonly SafeFileHandle _handle;

        private FlashFile(SafeFileHandle handle)
        {
            _handle = handle;
        }

        /// <summary>Opens a file and loads its bytes into the sectors; a new file gets what the sectors hold.</summary>
        internal static FlashFile Open(string path, byte[][] sectors)
        {
            FlashFile file = new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite));
            try
            {
                file.Load(path, sectors);
            }
            catch
            {
                file.Dispose();
                throw;
            }

            return file;
        }

        internal void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

        public void Dispose() => _handle.Dispose();

        private void Load(string path, byte[][] sectors)
        {
            long size = (long)sectors.Length * NorFlash.SectorSize;
            long length = RandomAccess.GetLength(_handle);
            if (length != 0 && length != size)
            {
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"'{path}' has {length} bytes, not {size}."));
            }

            for (int i = 0; i < sectors.Length; i++)
            {
                long offset = (long)i * NorFlash.SectorSize;
                if (length == 0)
                {
                    Write(offset, sectors[i]);
                }
                else
                {
                    sectors[i] = ReadSector(offset);
                }
            }
        }

        private byte[] ReadSector(long offset)
        {
            byte[] sector = new byte[NorFlash.SectorSize];
            for (int done = 0; done < sector.Length;)
            {
                int count = RandomAccess.Read(_handle, sector.AsSpan(done), offset + done);
                if (count == 0)
                {
                    throw new EndOfStreamException();
                }

                done += count;
            }

            return sector;
        }
    }
}
