using NanoOta.ApiGate;

return args switch
{
    ["check"] => CheckCommand.Run(RepositoryRoot.Find(Directory.GetCurrentDirectory()), Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/Ota.ApiGate -- check | nanoclr");
    return 2;
}
