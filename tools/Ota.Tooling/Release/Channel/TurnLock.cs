using System.Diagnostics;
using System.Globalization;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// A publisher's turn: a lock of the operating system on a file. The system lets go of the lock when its owner ends, however that happens, so no
    /// lock is ever stale, and a file that lies there is no lock. The owner removes the file while the lock holds. Whoever opened the file just before
    /// locks a file without a name then: so each owner looks whether the name still leads to the locked file, by a time that the owner gave the file.
    /// Who has the turn stands in a file beside it, for people.
    /// </summary>
    internal sealed class TurnLock : IDisposable
    {
        private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

        private readonly FileStream _lock;
        private readonly string _path;
        private readonly string _ownerPath;

        private TurnLock(FileStream held, string path, string ownerPath)
        {
            _lock = held;
            _path = path;
            _ownerPath = ownerPath;
        }

        /// <summary>Waits for the turn, at most for <paramref name="patience"/>. Throws with the owner's name.</summary>
        public static async Task<TurnLock> TakeAsync(string path, string what, TimeSpan patience, CancellationToken cancellation)
        {
            string ownerPath = path + ".owner";
            long start = Stopwatch.GetTimestamp();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    FileStream held = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1);
                    if (HasName(held, path))
                    {
                        TurnLock turn = new(held, path, ownerPath);
                        turn.SignOwner();
                        return turn;
                    }

                    held.Dispose();
                }
                catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
                {
                    if (Stopwatch.GetElapsedTime(start) >= patience)
                    {
                        throw new ToolException(ExitCode.InputOutput, $"Another 'nanoota' is writing to {what}{Owner(ownerPath)}. Try again when it is done.", e);
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    throw new ToolException(ExitCode.InputOutput, $"Cannot write {path}: {e.Message.TrimEnd('.')}.", e);
                }

                await Task.Delay(_pause, cancellation).ConfigureAwait(false);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            TryDelete(_ownerPath);
            if (OperatingSystem.IsWindows())
            {
                // Windows removes no file that is open, and none that another publisher has opened since.
                _lock.Dispose();
                TryDelete(_path);
            }
            else
            {
                TryDelete(_path);
                _lock.Dispose();
            }
        }

        private static bool HasName(FileStream held, string path)
        {
            // Even seconds, which every file system keeps.
            DateTime mark = DateTime.UnixEpoch.AddSeconds(2 * Random.Shared.Next(500_000_000, 900_000_000));
            File.SetLastWriteTimeUtc(held.SafeFileHandle, mark);
            return File.GetLastWriteTimeUtc(path) == mark;
        }

        private static void TryDelete(string path)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A file that stays is no lock.
            }
        }

        private static string Owner(string path)
        {
            try
            {
                return $" ({File.ReadAllText(path).Trim()})";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return string.Empty;
            }
        }

        private void SignOwner()
        {
            try
            {
                File.WriteAllText(_ownerPath, string.Create(
                    CultureInfo.InvariantCulture,
                    $"process {Environment.ProcessId} on {Environment.MachineName} since {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC\n"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // For people only.
            }
        }
    }
}
