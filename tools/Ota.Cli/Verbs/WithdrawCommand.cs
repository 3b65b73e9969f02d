using System.CommandLine;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>nanoota withdraw: brings the release before back.</summary>
    internal static class WithdrawCommand
    {
        public static Command Create(CliConsole console) => ChannelLifeCommand.Create(
            console,
            "withdraw",
            "Brings the release before back, under the next revision.",
            ChannelLife.Withdraw);
    }
}
