using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Tooling;

namespace NanoOta.Cli
{
    /// <summary>nanoota code: what a device's result code means, and what to do.</summary>
    internal static class CodeCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<int> number = new("number") { Description = "The number that a device printed or reported, such as 205." };
            Option<bool> json = CommonOptions.Json();
            Command command = new("code", "Says what a device's result code means, and what to do.") { number, json };
            command.SetAction(parsed =>
            {
                OtaResult result = (OtaResult)parsed.GetRequiredValue(number);
                if (!Enum.IsDefined(result))
                {
                    throw new ToolException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"There is no code {(int)result} in this version of nanoota. Take a newer one, or look at the number again."));
                }

                Print(console, result, parsed.GetValue(json));
                return (int)ExitCode.Ok;
            });
            return command;
        }

        private static void Print(CliConsole console, OtaResult result, bool asJson)
        {
            if (asJson)
            {
                JsonTables.Print(
                    console,
                    new JsonObject { ["code"] = (int)result, ["name"] = result.ToString(), ["meaning"] = ResultText.Of(result), ["advice"] = ResultAdvice.Of(result) },
                    asJson: true);
                return;
            }

            console.Out.WriteLine(ResultText.WithCode(result));
            console.Out.WriteLine(ResultAdvice.Of(result));
        }
    }
}
