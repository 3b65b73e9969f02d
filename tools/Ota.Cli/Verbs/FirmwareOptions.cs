using System.CommandLine;
using System.CommandLine.Parsing;
using NanoOta.Tooling.Firmware;

namespace NanoOta.Cli
{
    /// <summary>The options of pack that attach an application to a firmware.</summary>
    internal sealed class FirmwareOptions
    {
        private readonly Option<string?> _firmware = new Option<string?>("--firmware") { Description = "A nanoCLR.bin, with or without an application: attach the input to it, or change what is attached." }.OfPath();
        private readonly Option<string?> _boot = new Option<string?>("--boot") { Description = "With --firmware: the folder of the boot program, with everything that it references. Default: the boot part that the firmware has." }.OfPath();
        private readonly Option<string?> _slotSize = new("--slot-size") { Description = "With --firmware: bytes of the smallest OTA slot, such as 0x1D0000 or 1856K." };
        private readonly Option<string?> _partitions = new Option<string?>("--partitions") { Description = "With --firmware: the boards' partition table (.csv or .bin), instead of --slot-size." }.OfPath();
        private readonly Option<bool> _emptyDevice = new("--empty-device") { Description = "With --firmware and without an input: the boot part alone. Its boot program fetches the first application." };
        private readonly Option<bool> _unsafeNatives = new("--unsafe-natives") { Description = "Go on where the firmware's native assemblies are not known for sure. A board that lacks one runs nothing and goes back." };

        /// <summary>Adds the options to the command, and what they ask of each other.</summary>
        public void AddTo(Command command)
        {
            foreach (Option option in (Option[])[_firmware, _boot, _slotSize, _partitions, _emptyDevice, _unsafeNatives])
            {
                command.Options.Add(option);
            }

            command.Validators.Add(result =>
            {
                bool isSized = result.GetValue(_slotSize) != null || result.GetValue(_partitions) != null;
                if (IsGiven(result) && !isSized)
                {
                    result.AddError("--firmware needs --partitions or --slot-size: an image that does not fit would be found by devices only.");
                }

                if (!IsGiven(result) && (isSized || result.GetValue(_boot) != null || result.GetValue(_emptyDevice)))
                {
                    result.AddError("--boot, --slot-size, --partitions and --empty-device go with --firmware.");
                }

                if (result.GetValue(_emptyDevice) && result.Children.OfType<ArgumentResult>().Any(argument => argument.Tokens.Count != 0))
                {
                    result.AddError("--empty-device is for a board without an application: leave the input out, or the option.");
                }
            });
        }

        /// <summary>Whether --firmware was given.</summary>
        public bool IsGiven(CommandResult result) => result.GetValue(_firmware) != null;

        /// <summary>Whether any of the options was given.</summary>
        public bool IsAnyGiven(CommandResult result) => ((Option[])[_firmware, _boot, _slotSize, _partitions, _emptyDevice, _unsafeNatives]).Any(option => result.GetResult(option) is { Implicit: false });

        /// <summary>The partition table, for what else needs one; null without.</summary>
        public string? Partitions(ParseResult parsed) => parsed.GetValue(_partitions);

        /// <summary>Whether a firmware is to get no application.</summary>
        public bool IsEmptyDevice(CommandResult result) => IsGiven(result) && result.GetValue(_emptyDevice);

        /// <summary>What to do where natives are not known.</summary>
        public NativesPolicy Natives(ParseResult parsed) => parsed.GetValue(_unsafeNatives) ? NativesPolicy.UnsafeUnknown : NativesPolicy.MustBeKnown;

        /// <summary>The request, or null without --firmware.</summary>
        public FirmwareRequest? Read(ParseResult parsed)
        {
            if (parsed.GetValue(_firmware) is not { } firmware)
            {
                return null;
            }

            string? text = parsed.GetValue(_slotSize);
            string? table = parsed.GetValue(_partitions);
            int slotSize = Math.Min(text == null ? int.MaxValue : SlotSize.Parse(text), table == null ? int.MaxValue : SlotSize.OfTable(table));
            return new FirmwareRequest { Path = firmware, Boot = parsed.GetValue(_boot), SlotSize = slotSize };
        }
    }
}
