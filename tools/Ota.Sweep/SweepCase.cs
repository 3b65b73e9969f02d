using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>A scenario and what goes wrong in it; as text <c>scenario:plan</c>, with the plan of <see cref="FaultPlan"/>.</summary>
    public sealed record SweepCase(Scenario Scenario, FaultPlan Plan)
    {
        /// <summary>Reads what <see cref="ToString"/> writes.</summary>
        /// <exception cref="FormatException">The text is not a case id.</exception>
        public static SweepCase Parse(string id)
        {
            int colon = id.IndexOf(':', StringComparison.Ordinal);
            return colon > 0
                ? new SweepCase(Scenario.Find(id[..colon]), FaultPlan.Parse(id[(colon + 1)..]))
                : throw new FormatException("A case id is scenario:plan, such as plain:cut#12/torn/3.");
        }

        /// <summary>The case id.</summary>
        public override string ToString() => $"{Scenario.Name}:{Plan}";
    }
}
