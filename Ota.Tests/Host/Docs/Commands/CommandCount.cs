namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>How many commands run here, how many another test or the CI runs, and how many are marked as not run.</summary>
    internal sealed record CommandCount(int Run, int Elsewhere, int Marked)
    {
        public int All => Run + Elsewhere + Marked;

        public static CommandCount operator +(CommandCount one, CommandCount other) =>
            new(one.Run + other.Run, one.Elsewhere + other.Elsewhere, one.Marked + other.Marked);

        /// <summary>The commands of a block.</summary>
        public static CommandCount Of(DocFence fence)
        {
            DocCommand[] commands = [.. fence.Commands];
            if (fence.Find(DocMarkKind.NotRun) != null)
            {
                return new CommandCount(0, 0, commands.Length);
            }

            if (fence.Find(DocMarkKind.RunBy) != null)
            {
                return new CommandCount(0, commands.Length, 0);
            }

            int marked = fence.Find(DocMarkKind.StandIn) is DocMark mark ? commands.Count(command => command.Words[0] == mark.Text) : 0;
            int elsewhere = commands.Count(command => SuiteCommands.IsOfTheSuite(command.Words));
            return new CommandCount(commands.Length - marked - elsewhere, elsewhere, marked);
        }
    }
}
