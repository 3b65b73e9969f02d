using System.CommandLine;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>nanoota pause: gives the release to no further device.</summary>
    internal static class PauseCommand
    {
        public static Command Create(CliConsole console) => ChannelLifeCommand.Create(
            console,
            "pause",
            "Gives the release to no further device. Devices that have it stay as they are.",
            ChannelLife.Pause);
    }
}
