using System.CommandLine;
using System.CommandLine.Parsing;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Cli
{
    /// <summary>The options that say what is packed, and how they become a request.</summary>
    internal sealed class PackOptions
    {
        private readonly Argument<string?> _input = new Argument<string?>("input")
        {
            Description = "A folder of .pe files, an ESP-IDF image, or a signed MCUboot image. With --firmware: the application's folder.",
            Arity = ArgumentArity.ZeroOrOne,
        }.OfPath();

        private readonly Option<string?> _component = new("--component") { Description = "'app' or 'firmware'. Default: firmware for an ESP-IDF image, else app." };
        private readonly Option<string?> _resident = new Option<string?>("--resident") { Description = "What devices carry (the Bootstrap's folder of .pe files, or its .bin): left out and named in the manifest." }.OfPath();
        private readonly Option<bool> _mcuBoot = new("--mcuboot") { Description = "The input must be a signed MCUboot image (In-Field Update); needs --mcuboot-key." };
        private readonly Option<string?> _mcuBootKey = new Option<string?>("--mcuboot-key") { Description = "The public key that the bootloader checks images with, as a PEM file." }.OfPath();
        private readonly Option<bool> _raw = new("--raw") { Description = "Take the file's bytes as they are, for a slot of another kind. A private key is refused all the same." };
        private readonly FirmwareOptions _firmware = new();

        public PackOptions()
        {
            Mistyped.AcceptOnly(_component, Packer.Components);
        }

        /// <summary>The input; null where none is given.</summary>
        public string? Input(ParseResult parsed) => parsed.GetValue(_input);

        /// <summary>Whether an option of these, not the input, was given.</summary>
        public bool IsAnyGiven(CommandResult result) =>
            _firmware.IsAnyGiven(result) || ((Option[])[_component, _resident, _mcuBoot, _mcuBootKey, _raw]).Any(option => result.GetResult(option) is { Implicit: false });

        /// <summary>Adds the options to a verb. With <paramref name="fromSources"/> nothing is to be packed but the project's sources.</summary>
        public void AddTo(Command command, Func<CommandResult, bool>? fromSources = null)
        {
            command.Arguments.Add(_input);
            foreach (Option option in (Option[])[_component, _resident, _mcuBoot, _mcuBootKey, _raw])
            {
                command.Options.Add(option);
            }

            _firmware.AddTo(command);
            command.Validators.Add(result => Check(result, fromSources?.Invoke(result) == true));
        }

        /// <summary>The request, for results in a folder.</summary>
        public PackRequest Request(ParseResult parsed, string output) => new()
        {
            Input = Built(parsed.GetValue(_input) ?? string.Empty),
            Out = output,
            Component = parsed.GetValue(_component),
            Content = parsed.GetValue(_raw) ? PackContent.Raw : PackContent.Known,
            McuBoot = parsed.GetValue(_mcuBoot),
            McuBootKey = parsed.GetValue(_mcuBootKey) is string key ? PublicKey.Load(key) : null,
            Resident = parsed.GetValue(_resident),
            Firmware = _firmware.Read(parsed),
            Natives = _firmware.Natives(parsed),
        };

        private static string Built(string input) => input.Length == 0 || Path.Exists(input)
            ? input
            : throw new ToolException(ExitCode.InputOutput, $"{input} is not there. Build the project first, or check the path.");

        private void Check(CommandResult result, bool isFromSources)
        {
            if (result.GetValue(_mcuBoot) && result.GetValue(_mcuBootKey) == null)
            {
                result.AddError("--mcuboot needs --mcuboot-key: a wrong signature would be found by devices only.");
            }

            if (result.GetValue(_raw) && (_firmware.IsGiven(result) || result.GetValue(_mcuBoot) || result.GetValue(_resident) != null))
            {
                result.AddError("--raw takes bytes as they are: leave --firmware, --mcuboot and --resident out.");
            }

            if (result.GetValue(_input) == string.Empty)
            {
                result.AddError("What is to be packed is an empty text. A variable of the script may not be set.");
            }

            if (result.GetValue(_input) == null && !isFromSources && !_firmware.IsEmptyDevice(result))
            {
                result.AddError(_firmware.IsGiven(result)
                    ? "Give the application's folder. --empty-device is for a board without an application."
                    : $"Give what is to be packed: a folder of .pe files, or an image.{ProjectFile.Advice(result)}");
            }
        }
    }
}
