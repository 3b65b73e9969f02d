namespace NanoOta.Formats
{
    /// <summary>An assembly of a part: its place in the part, and its header.</summary>
    /// <param name="Offset">Bytes from the start of the part.</param>
    /// <param name="Header">The header.</param>
    /// <param name="Name">The name, or null for a name in the CLR's built-in string table.</param>
    /// <param name="HasEntryPoint">One of its methods is the entry point of a program.</param>
    public sealed record PlacedPe(int Offset, PeHeader Header, string? Name, bool HasEntryPoint)
    {
        /// <summary>What tells the assembly from every other one: the name, or its place in the CLR's built-in string table.</summary>
        public string Identity => Name ?? $"built-in string 0x{Header.NameOffset:X4}";
    }
}
