using System.Diagnostics;
using System.Globalization;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// A publisher's turn: a lock of the operating system on a file that stays. The system lets go of the lock when its owner ends, however that
    /// happens, so no lock is ever stale, and a file that lies there is no lock. The file must stay: were it deleted, a third one could lock another
    /// file of that name. Who has the turn stands in a file beside it, for people.
    /// </summary>
    internal sealed class TurnLock : IDisposable
    {
        private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

        private readonly FileStream _lock;
        private readonly string _ownerPath;

        private TurnLock(FileStream held, string ownerPath)
        {
            _lock = held;
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
                    TurnLock turn = new(held, ownerPath);
                    turn.SignOwner();
                    return turn;
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
            try
            {
                File.Delete(_ownerPath);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // For people only.
            }

            _lock.Dispose();
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
