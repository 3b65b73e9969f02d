namespace NanoOta.Tooling
{
    /// <summary>What nanoota's process ends with. The numbers are stable: scripts test them.</summary>
    public enum ExitCode
    {
        /// <summary>It was done; a check said yes.</summary>
        Ok = 0,

        /// <summary>The check ran and said no.</summary>
        CheckFailed = 1,

        /// <summary>The command line is wrong, or asks for what the rules forbid.</summary>
        Usage = 2,

        /// <summary>A file or folder could not be read or written, or a port not opened.</summary>
        InputOutput = 3,

        /// <summary>A file was read, but is not what it must be.</summary>
        BadInput = 4,

        /// <summary>A server could not be reached, or answered with an error.</summary>
        Network = 5,

        /// <summary>A bug of nanoota.</summary>
        Internal = 70,

        /// <summary>Ended by Ctrl-C.</summary>
        Cancelled = 130,
    }

    /// <summary>The words for <see cref="ExitCode"/>: the one table that help and documents are made from.</summary>
    public static class ExitCodes
    {
        /// <summary>Every code with its meaning, in rising order.</summary>
        public static IReadOnlyList<(ExitCode Code, string Meaning)> All { get; } =
        [
            (ExitCode.Ok, "done; a check said yes"),
            (ExitCode.CheckFailed, "the check ran and said no"),
            (ExitCode.Usage, "the command line is wrong, or asks for what the rules forbid"),
            (ExitCode.InputOutput, "a file or folder could not be read or written, or a port not opened"),
            (ExitCode.BadInput, "a file is not what it must be"),
            (ExitCode.Network, "a server could not be reached, or answered with an error"),
            (ExitCode.Internal, "a bug of nanoota"),
            (ExitCode.Cancelled, "ended by Ctrl-C before the work was done"),
        ];
    }

    /// <summary>An outcome that its user can do something about: one line that says what is wrong and what to do.</summary>
    public sealed class ToolException : Exception
    {
        // A message quotes what a file said, and a file can say as much as it likes. The start blames, and the end says what to do.
        private const int Longest = 1500;
        private const int KeptAtTheEnd = 300;

        /// <summary>Makes one.</summary>
        public ToolException(ExitCode code, string message, Exception? inner = null)
            : base(message.Length <= Longest ? message : $"{message[..(Longest - KeptAtTheEnd)]} ... {message[^KeptAtTheEnd..]}", inner)
        {
            Code = code;
        }

        /// <summary>What the process ends with.</summary>
        public ExitCode Code { get; }
    }
}
