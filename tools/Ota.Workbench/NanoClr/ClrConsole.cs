using System.Text.RegularExpressions;

namespace NanoOta.Workbench.NanoClr
{
    /// <summary>
    /// Reads what a nanoCLR prints: the CLR's own words around the application's. The words are those of nf-interpreter (CLRStartup.cpp of the targets posix and
    /// netcore, TypeSystem.cpp). Not thread-safe: one line at a time.
    /// </summary>
    internal sealed partial class ClrConsole(Action<string> applicationSaid)
    {
        private const string Starting = "Created EE.";
        private const string Ready = "Ready.";
        private const string Done = "Done.";
        private const string Exiting = "Exiting.";
        private const int MaxCauses = 5;

        // What the two hosts print of themselves before a CLR starts.
        private static readonly string[] _banner = [".NET nanoFramework nanoCLR", "Copyright (c) .NET", "Loaded: ", "Loading nanoCLR", "nanoCLR loaded from", "Starting..."];

        private readonly List<string> _causes = [];
        private bool _isStarting;
        private bool _isDoneHeld;

        /// <summary>The CLR has linked the assemblies and runs Main. A CLR that tells nothing of its start has started with the first line.</summary>
        public bool HasStarted { get; private set; }

        /// <summary>Main has ended.</summary>
        public bool HasEnded { get; private set; }

        /// <summary>The CLR told of an exception that nothing caught.</summary>
        public bool HasUncaught { get; private set; }

        /// <summary>Why the CLR did not start the application, in words; empty where the CLR gave no reason.</summary>
        public IReadOnlyList<string> Causes => _causes;

        /// <summary>Takes a line.</summary>
        public void Take(string line)
        {
            if (HasStarted)
            {
                TakeOfApplication(line);
            }
            else if (_isStarting)
            {
                HasStarted = line == Ready;
                AddCause(line);
            }
            else if (line == Starting)
            {
                _isStarting = true;
            }
            else if (line.Length > 0 && line != "..." && !_banner.Any(part => line.StartsWith(part, StringComparison.Ordinal)))
            {
                // A CLR built without words about its start.
                HasStarted = !line.StartsWith("error: ", StringComparison.Ordinal);
                if (HasStarted)
                {
                    TakeOfApplication(line);
                }
                else
                {
                    _causes.Add(line["error: ".Length..]);
                }
            }
        }

        /// <summary>Nothing comes any more.</summary>
        public void End()
        {
            HasEnded |= _isDoneHeld;
            _isDoneHeld = false;
        }

        // The CLR's last two lines. An application may print the first of them, too.
        private void TakeOfApplication(string line)
        {
            if (_isDoneHeld)
            {
                _isDoneHeld = false;
                if (line == Exiting)
                {
                    HasEnded = true;
                    return;
                }

                applicationSaid(Done);
            }

            if (line == Done)
            {
                _isDoneHeld = true;
                return;
            }

            HasUncaught |= line.Trim() == "Uncaught exception";
            applicationSaid(line);
        }

        private void AddCause(string line)
        {
            string? cause = NeedsAssembly().Match(line) is { Success: true } needs ? $"{needs.Groups[1].Value} needs {needs.Groups[2].Value} {needs.Groups[3].Value}, which no PE file beside it is"
                : WrongChecksum().Match(line) is { Success: true } wrong ? $"the native half of {wrong.Groups[1].Value} is {wrong.Groups[3].Value} in this CLR, and the PE file wants {wrong.Groups[2].Value}: they are of different dates"
                : UnknownMember().Match(line) is { Success: true } unknown ? $"no {unknown.Groups[1].Value} {unknown.Groups[2].Value} is in the assemblies that are there"
                : null;
            if (cause != null && _causes.Count < MaxCauses)
            {
                _causes.Add(cause);
            }
            else if (_causes.Count == 0 && ErrorCode().Match(line) is { Success: true } error)
            {
                _causes.Add($"the CLR gives the code {error.Groups[1].Value}");
            }
        }

        [GeneratedRegex(@"Assembly: (\S+) \(.*\) needs assembly '([^']*)' \(([^)]*)\)")]
        private static partial Regex NeedsAssembly();

        [GeneratedRegex(@"Invalid native checksum: (\S+) (0x[0-9A-Fa-f]+)!=(0x[0-9A-Fa-f]+)")]
        private static partial Regex WrongChecksum();

        [GeneratedRegex(@"^Resolve: unknown (type|field|method): (\S+)")]
        private static partial Regex UnknownMember();

        [GeneratedRegex("^Error: ([0-9a-fA-F]{8})$")]
        private static partial Regex ErrorCode();
    }
}
