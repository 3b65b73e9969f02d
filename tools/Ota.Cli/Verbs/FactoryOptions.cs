using System.CommandLine;
using System.CommandLine.Parsing;
using NanoOta.Tooling;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>The options of release that make the file for a board's first flash.</summary>
    internal sealed class FactoryOptions
    {
        private readonly Option<string?> _factory = new Option<string?>("--factory") { Description = "Publish nothing: write one file for esptool, with bootloader, partition table and firmware." }.OfPath();
        private readonly Option<string?> _bootloader = new Option<string?>("--bootloader") { Description = "With --factory: the bootloader.bin of the firmware's build." }.OfPath();
        private readonly Option<string?> _nanoClr = new Option<string?>("--nanoclr") { Description = "With --factory, on stock boards: nanoCLR.bin. The input is then the resident program, for the partition 'deploy'." }.OfPath();
        private readonly Option<string?> _table = new Option<string?>("--table") { Description = "With --factory: the partition table, where --partitions does not name one." }.OfPath();

        public void AddTo(Command command)
        {
            foreach (Option option in (Option[])[_factory, _bootloader, _nanoClr, _table])
            {
                command.Options.Add(option);
            }

            command.Validators.Add(result =>
            {
                bool isGiven = result.GetValue(_factory) != null;
                if (isGiven && result.GetValue(_bootloader) == null)
                {
                    result.AddError("--factory needs --bootloader: a board without one starts nothing.");
                }

                if (!isGiven && (result.GetValue(_bootloader) ?? result.GetValue(_nanoClr) ?? result.GetValue(_table)) != null)
                {
                    result.AddError("--bootloader, --nanoclr and --table go with --factory.");
                }
            });
        }

        /// <summary>Whether a factory file is wanted.</summary>
        public bool IsGiven(CommandResult result) => result.GetValue(_factory) != null;

        /// <summary>Whether a factory file is wanted.</summary>
        public bool IsGiven(ParseResult parsed) => parsed.GetValue(_factory) != null;

        /// <summary>Whether --json was given.</summary>
        public static bool IsJson(ParseResult parsed) => parsed.CommandResult.Command.Options.OfType<Option<bool>>().Any(option => option.Name == CommonOptions.JsonName && parsed.GetValue(option));

        /// <summary>Makes the file's bytes from what was packed.</summary>
        public (string Path, byte[] Image, IReadOnlyList<FactoryPart> Parts) Make(ParseResult parsed, string packedImage, PackFile pack)
        {
            Option<string?>? partitions = parsed.CommandResult.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == "--partitions");
            string table = parsed.GetValue(_table)
                ?? (partitions == null ? null : parsed.GetValue(partitions))
                ?? throw new ToolException(ExitCode.Usage, "--factory needs the boards' partition table: name the file with --table.");
            string? nanoClr = parsed.GetValue(_nanoClr);
            if (nanoClr == null && pack.Component != "firmware")
            {
                throw new ToolException(ExitCode.Usage, "--factory needs a firmware: attach the application with --firmware, or name stock's nanoCLR.bin with --nanoclr.");
            }

            (byte[] image, IReadOnlyList<FactoryPart> parts) = FactoryImage.Make(new FactoryRequest
            {
                Bootloader = parsed.GetValue(_bootloader)!,
                Partitions = table,
                Firmware = Files.ReadAll(nanoClr ?? packedImage),
                FirmwareName = nanoClr ?? "The packed firmware",
                Resident = nanoClr == null ? null : packedImage,
                Natives = parsed.CommandResult.Command.Options.OfType<Option<bool>>().Any(option => option.Name == "--unsafe-natives" && parsed.GetValue(option))
                    ? NativesPolicy.UnsafeUnknown
                    : NativesPolicy.MustBeKnown,
            });
            return (parsed.GetValue(_factory)!, image, parts);
        }
    }
}
