using System.Diagnostics;

namespace NanoOta.Packages
{
    /// <summary>Where a package's contents come from. Immutable.</summary>
    /// <param name="Version">The version of all packages.</param>
    /// <param name="Repository">The repository's URL.</param>
    /// <param name="Commit">The commit; null where there is no git.</param>
    public sealed record Source(string Version, string Repository, string? Commit)
    {
        /// <summary>The repository whose workflow runs (GitHub Actions, default environment variables); null elsewhere.</summary>
        public static string? RepositoryOfActions(Func<string, string?> environment) =>
            environment("GITHUB_REPOSITORY") is { Length: > 0 } name ? $"{environment("GITHUB_SERVER_URL")}/{name}" : null;

        /// <summary>The commit that is checked out; null where nobody knows.</summary>
        public static string? CommitOf(string root)
        {
            try
            {
                using Process git = Process.Start(new ProcessStartInfo("git", ["-C", root, "rev-parse", "HEAD"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                string commit = git.StandardOutput.ReadToEnd().Trim();
                git.WaitForExit();
                return git.ExitCode == 0 ? commit : null;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return null;
            }
        }
    }
}
