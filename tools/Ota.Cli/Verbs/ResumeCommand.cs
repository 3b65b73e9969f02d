using System.CommandLine;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>nanoota resume: goes on after a pause.</summary>
    internal static class ResumeCommand
    {
        public static Command Create(CliConsole console) => ChannelLifeCommand.Create(
            console,
            "resume",
            "Goes on after a pause, with the share that the release had.",
            ChannelLife.Resume);
    }
}
