using NanoOta.ApiGate;

return args switch
{
    ["check"] => CheckCommand.Run(RepositoryRoot.Find(Directory.GetCurrentDirectory()), Console.Out),
    ["nanoclr"] => RunOnNanoClr(string.Empty),
    ["nanoclr", string filter] => RunOnNanoClr(filter),
    ["size"] => SizeCommand.Run(RepositoryRoot.Find(Directory.GetCurrentDirectory()), Environment.GetEnvironmentVariable, Console.Out),
    ["deploy", string project, string folder, .. string[] instead] => DeployCommand.Run(project, folder, instead, Environment.GetEnvironmentVariable, Console.Out),
    ["solution"] => DeviceSolution.Run(RepositoryRoot.Find(Directory.GetCurrentDirectory()), Console.Out),
    _ => Usage(),
};

static int RunOnNanoClr(string filter) =>
    NanoClrCommand.Run(RepositoryRoot.Find(Directory.GetCurrentDirectory()), filter, Environment.GetEnvironmentVariable, Console.Out);

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run --project tools/Ota.ApiGate -- check
            compiles the device projects against nanoFramework's API and checks the IL
        dotnet run --project tools/Ota.ApiGate -- nanoclr [part of a test's name]
            runs the shared tests on a nanoCLR; says what it needs
        dotnet run --project tools/Ota.ApiGate -- size
            measures every device assembly as a PE file against its limit; estimates where the metadata processor is missing
        dotnet run --project tools/Ota.ApiGate -- deploy PROJECT FOLDER [SOURCE=FILE ...]
            makes the PE files of a device program, and deploy.bin for the deploy partition; says what it needs. FILE is compiled instead of SOURCE
        dotnet run --project tools/Ota.ApiGate -- solution
            writes nanoOta.Device.sln anew, from the device projects on disk
        """);
    return 2;
}
