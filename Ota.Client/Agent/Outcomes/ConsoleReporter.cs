using System;

namespace NanoOta
{
    /// <summary>Writes each report to the debug console, one line a report. Thread-safe.</summary>
    public sealed class ConsoleReporter : IReporter
    {
        /// <inheritdoc/>
        public OtaOutcome Send(string address, string document)
        {
            Console.WriteLine(document);
            return OtaOutcome.Ok;
        }
    }
}
