namespace NanoOta.Tooling.Release
{
    /// <summary>One thing that was looked at. <see cref="Code"/> is what a device would report, if it is a matter for devices.</summary>
    public sealed record Finding(string Subject, bool IsGood, OtaResult? Code, string Detail);

    /// <summary>Everything that was looked at, good or bad.</summary>
    public sealed class VerifyReport
    {
        private readonly List<Finding> _findings = [];

        /// <summary>In the order in which a device would meet them.</summary>
        public IReadOnlyList<Finding> Findings => _findings;

        /// <summary>What was signed; null when that could not be read.</summary>
        public Manifest? Manifest { get; internal set; }

        /// <summary>Whether nothing is wrong.</summary>
        public bool Passed => _findings.Count != 0 && _findings.All(f => f.IsGood);

        internal void Good(string subject, string detail) => _findings.Add(new Finding(subject, true, null, detail));

        internal void Bad(string subject, string detail) => _findings.Add(new Finding(subject, false, null, detail));

        internal bool Check(string subject, OtaResult result, string good)
        {
            bool isGood = result == OtaResult.Ok;
            _findings.Add(new Finding(subject, isGood, isGood ? null : result, isGood ? good : ResultText.WithCode(result)));
            return isGood;
        }
    }
}
