namespace NanoOta.Formats
{
    /// <summary>A range of addresses.</summary>
    /// <param name="Low">The first.</param>
    /// <param name="High">The first address behind the range.</param>
    public readonly record struct EspAddresses(uint Low, uint High)
    {
        /// <summary>Whether an address lies in the range.</summary>
        public bool Contains(uint address) => address >= Low && address < High;

        /// <summary>Whether an address lies in both.</summary>
        public bool Overlaps(EspAddresses other) => Low < other.High && other.Low < High;
    }
}
