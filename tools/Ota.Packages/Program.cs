using System.CommandLine;
using NanoOta.ApiGate;
using NanoOta.Packages;

string root = RepositoryRoot.Find(Directory.GetCurrentDirectory());
Option<string?> built = new("--built") { Description = "The folder of the device build's output: the repository after a Release build on Windows, or a folder with all files." };
Option<string> to = new("--out") { Description = "Where the packages go.", DefaultValueFactory = _ => Path.Combine(root, "artifacts", "packages") };
Option<string?> repository = new("--repository") { Description = "The repository's URL. In GitHub Actions the workflow's own is taken." };
Option<bool> deviceOnly = new("--device-only") { Description = "Leaves out the packages for .NET." };
RootCommand command = new("Makes every package of a release: those of the device out of a build's output, and those for .NET. Says what is missing.")
{ built, to, repository, deviceOnly };
command.SetAction(parsed =>
{
    string? url = parsed.GetValue(repository) ?? Source.RepositoryOfActions(Environment.GetEnvironmentVariable);
    if (url == null)
    {
        Console.Error.WriteLine("Packages name their repository: give --repository URL.");
        return 2;
    }

    string folder = Directory.CreateDirectory(parsed.GetRequiredValue(to)).FullName;
    Source source = new(RepositoryVersion.Read(root), url, Source.CommitOf(root));
    bool isWhole = DevicePackages.Make(root, parsed.GetValue(built), folder, source, Console.Out);
    if (!parsed.GetValue(deviceOnly))
    {
        isWhole &= HostPackages.Make(root, folder, source, Console.Out);
    }

    return isWhole ? 0 : 1;
});
Command nuspecs = new("nuspecs", "Writes the nuspec files anew: dependencies out of packages.config and project references.");
nuspecs.SetAction(_ => DevicePackage.FindAll(root).ForEach(package => File.WriteAllText(package.NuspecPath, package.WriteNuspec())));
command.Subcommands.Add(nuspecs);
Command icon = new("icon", "Draws the packages' icon, docs/site/icon.png, as docs/site/logo.svg has it.");
icon.SetAction(_ => File.WriteAllBytes(Path.Combine(root, "docs", "site", "icon.png"), Icon.Draw()));
command.Subcommands.Add(icon);
return command.Parse(args).Invoke();
