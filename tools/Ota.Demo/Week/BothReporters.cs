using NanoOta;

namespace Lamp
{
    /// <summary>Part of the lamp of the week: the same report over two carriers. A report counts as sent after both have taken the report.</summary>
    internal sealed class BothReporters : IReporter
    {
        private readonly IReporter _first;
        private readonly IReporter _second;

        public BothReporters(IReporter first, IReporter second)
        {
            _first = first;
            _second = second;
        }

        /// <inheritdoc/>
        public OtaOutcome Send(string address, string document)
        {
            OtaOutcome outcome = _first.Send(address, document);
            return outcome.Code == OtaResult.Ok ? _second.Send(address, document) : outcome;
        }
    }
}
