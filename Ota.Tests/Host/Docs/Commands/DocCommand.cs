namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>One command of a page, as the page gives it.</summary>
    internal sealed record DocCommand(string Page, int Line, string Text)
    {
        /// <summary>The words of the command, without quotes.</summary>
        public string[] Words => [.. ShellWords.Split(Text)];

        public override string ToString() => $"{Page}:{Line}: {Text}";
    }
}
