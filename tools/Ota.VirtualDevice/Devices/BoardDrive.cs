using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <content>The drive's natives.</content>
    internal sealed partial class BoardRun
    {
        /// <summary>The drive of one run. The first call that needs the drive mounts the file system. The handles go with the run.</summary>
        private sealed class BoardDrive : IBoardDrive
        {
            private readonly BoardRun _run;
            private readonly Partition? _partition;
            private readonly Dictionary<int, DriveFile> _files = [];
            private LittleFsDrive? _mounted;
            private int _lastHandle;

            internal BoardDrive(BoardRun run, Partition? partition)
            {
                _run = run;
                _partition = partition;
            }

            public int BlockCount => _run.Call(_ => Mount()?.BlockCount ?? 0);

            public int GetLength(string name) => WithDrive(drive =>
            {
                int length = name == null ? -1 : drive.GetLength(name);
                return length < 0 ? -(int)DriveStatus.NotFound : length;
            }, -1);

            public int Open(string name, int mode) => WithDrive(drive =>
            {
                DriveStatus status = drive.Open(name ?? "", (DriveMode)mode, out DriveFile? file);
                if (file == null)
                {
                    return -(int)status;
                }

                _files.Add(++_lastHandle, file);
                return _lastHandle;
            }, -1);

            public int Read(int handle, int position, byte[] buffer, int index, int count) => WithFile(handle, file =>
            {
                if (!BoardOta.IsRange(buffer, index, count))
                {
                    return -(int)DriveStatus.ArgumentInvalid;
                }

                DriveStatus status = file.Read(position, buffer.AsSpan(index, count), out int taken);
                return status == DriveStatus.Ok ? taken : -(int)status;
            }, -1);

            public int Write(int handle, int position, byte[] buffer, int index, int count) => WithFile(handle, file =>
                BoardOta.IsRange(buffer, index, count) ? (int)file.Write(position, buffer.AsSpan(index, count)) : (int)DriveStatus.ArgumentInvalid);

            public int Truncate(int handle, int length) => WithFile(handle, file => (int)file.Truncate(length));

            public int Flush(int handle) => WithFile(handle, file => (int)file.Flush());

            public int Close(int handle) => WithFile(handle, file =>
            {
                _files.Remove(handle);
                return (int)file.Close();
            });

            public int Delete(string name) => WithDrive(drive => (int)drive.Delete(name ?? ""));

            private int WithDrive(Func<LittleFsDrive, int> act, int sign = 1)
            {
                return _run.Call(_ => Mount() is LittleFsDrive drive ? act(drive) : sign * (int)DriveStatus.IoError);
            }

            private int WithFile(int handle, Func<DriveFile, int> act, int sign = 1)
            {
                return _run.Call(_ => _files.TryGetValue(handle, out DriveFile? file) ? act(file) : sign * (int)DriveStatus.ArgumentInvalid);
            }

            private LittleFsDrive? Mount()
            {
                return _partition == null ? null : _mounted ??= LittleFsDrive.Mount(_run._flash, _partition);
            }
        }
    }
}
