using System.Globalization;

namespace NanoOta.VirtualDevice
{
    /// <summary>When, within an operation, the power goes away.</summary>
    public enum CutKind
    {
        /// <summary>Nothing of the operation happens.</summary>
        Before = 0,

        /// <summary>A part of the operation happens; which part, the seed says.</summary>
        Torn = 1,

        /// <summary>All of the operation happens, and nobody is told.</summary>
        After = 2,
    }

    /// <summary>What is broken about a sector.</summary>
    public enum SectorFault
    {
        /// <summary>Erasing reports a failure and changes nothing.</summary>
        EraseFails = 0,

        /// <summary>Programming reports a failure and changes nothing.</summary>
        ProgramFails = 1,

        /// <summary>Programming reports success and changes nothing.</summary>
        WritesIgnored = 2,

        /// <summary>One bit always reads 0.</summary>
        StuckAtZero = 3,

        /// <summary>One bit always reads 1.</summary>
        StuckAtOne = 4,
    }

    /// <summary>One power cut: at the operation of an index, or at the first write to an address.</summary>
    /// <param name="Operation">Index of the operation, counted from the flash's creation or cloning, from 0; -1 if by address.</param>
    /// <param name="Address">Absolute flash offset. The first write that covers the offset is cut, once. -1 if by index.</param>
    /// <param name="Kind">When within the operation.</param>
    /// <param name="Seed">Chooses what a torn operation leaves.</param>
    public readonly record struct PowerCut(int Operation, int Address, CutKind Kind, uint Seed)
    {
        /// <summary>A cut at the operation of an index.</summary>
        public static PowerCut AtOperation(int operation, CutKind kind, uint seed = 0) => new(operation, -1, kind, seed);

        /// <summary>A cut at the first write that covers an absolute offset.</summary>
        public static PowerCut AtAddress(int address, CutKind kind, uint seed = 0) => new(-1, address, kind, seed);

        internal bool Hits(int operation, FlashOperationKind kind, int offset, int length)
        {
            return Operation >= 0
                ? operation == Operation
                : kind == FlashOperationKind.Write && offset <= Address && Address < offset + length;
        }
    }

    /// <summary>A sector that fails.</summary>
    /// <param name="Sector">Its number, offset / 4096.</param>
    /// <param name="Fault">What is broken.</param>
    /// <param name="Bit">For a stuck bit: its number in the sector, byte × 8 + bit. Else 0.</param>
    public readonly record struct BadSector(int Sector, SectorFault Fault, int Bit = 0);

    /// <summary>
    /// What goes wrong with the flash, replayable from a short text. The parts are joined by <c>;</c>; each is <c>cut#OPERATION/KIND/SEED</c>,
    /// <c>cut@0xADDRESS/KIND/SEED</c> or <c>bad#SECTOR/FAULT[/BIT]</c>. The kinds are before, torn, after, and the faults erase, program, ignore,
    /// stuck0, stuck1. Example: <c>cut#57/torn/3;bad#12/stuck1/100</c>. The empty text is no fault. Immutable.
    /// </summary>
    public sealed class FaultPlan
    {
        private static readonly string[] _cutNames = ["before", "torn", "after"];
        private static readonly string[] _faultNames = ["erase", "program", "ignore", "stuck0", "stuck1"];

        public FaultPlan(IEnumerable<PowerCut> cuts, IEnumerable<BadSector> badSectors)
        {
            Cuts = [.. cuts];
            BadSectors = [.. badSectors];
        }

        /// <summary>A plan of power cuts alone.</summary>
        public FaultPlan(params PowerCut[] cuts)
            : this(cuts, [])
        {
        }

        /// <summary>A plan of bad sectors alone.</summary>
        public FaultPlan(params BadSector[] badSectors)
            : this([], badSectors)
        {
        }

        /// <summary>Nothing goes wrong.</summary>
        public static FaultPlan None { get; } = new([], []);

        /// <summary>The power cuts; each happens once.</summary>
        public IReadOnlyList<PowerCut> Cuts { get; }

        /// <summary>The bad sectors; several faults may name one sector.</summary>
        public IReadOnlyList<BadSector> BadSectors { get; }

        /// <summary>Reads what <see cref="ToString"/> writes.</summary>
        /// <exception cref="FormatException">The text is not a plan.</exception>
        public static FaultPlan Parse(string text)
        {
            List<PowerCut> cuts = [];
            List<BadSector> bad = [];
            foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                string[] fields = part.Split('/');
                string where = fields[0].Length > 4 ? fields[0][4..] : "";
                switch (fields[0].Length > 4 ? fields[0][..4] : "")
                {
                    case "cut#" when fields.Length == 3:
                        cuts.Add(PowerCut.AtOperation(Number(where, part), (CutKind)Name(_cutNames, fields[1], part), Seed(fields[2], part)));
                        break;

                    case "cut@" when fields.Length == 3:
                        cuts.Add(PowerCut.AtAddress(Hex(where, part), (CutKind)Name(_cutNames, fields[1], part), Seed(fields[2], part)));
                        break;

                    case "bad#" when fields.Length is 2 or 3:
                        int bit = fields.Length == 3 ? Number(fields[2], part) : 0;
                        bad.Add(new BadSector(Number(where, part), (SectorFault)Name(_faultNames, fields[1], part), bit));
                        break;

                    default:
                        throw Malformed(part);
                }
            }

            return new FaultPlan(cuts, bad);
        }

        /// <summary>The case id: the plan as text that <see cref="Parse"/> reads back.</summary>
        public override string ToString()
        {
            IEnumerable<string> cuts = Cuts.Select(cut => string.Create(
                CultureInfo.InvariantCulture,
                $"{(cut.Operation >= 0 ? $"cut#{cut.Operation}" : $"cut@0x{cut.Address:x}")}/{_cutNames[(int)cut.Kind]}/{cut.Seed}"));
            IEnumerable<string> bad = BadSectors.Select(sector => string.Create(
                CultureInfo.InvariantCulture,
                $"bad#{sector.Sector}/{_faultNames[(int)sector.Fault]}{(sector.Fault >= SectorFault.StuckAtZero ? $"/{sector.Bit}" : "")}"));
            return string.Join(';', cuts.Concat(bad));
        }

        private static int Name(string[] names, string name, string part)
        {
            int index = Array.IndexOf(names, name);
            return index >= 0 ? index : throw Malformed(part);
        }

        private static int Number(string text, string part)
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Malformed(part);
        }

        private static uint Seed(string text, string part)
        {
            return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : throw Malformed(part);
        }

        private static int Hex(string text, string part)
        {
            return text.StartsWith("0x", StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
                && value >= 0
                ? value
                : throw Malformed(part);
        }

        private static FormatException Malformed(string part) => new($"Not a part of a fault plan: '{part}'.");
    }
}
