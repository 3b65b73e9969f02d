using NanoOta.Bench;

string which = args.Length == 0 ? "all" : args[0];
if (which is not ("all" or "il" or "bytes" or "update" or "memory"))
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench/Ota.Bench [-- il | bytes | update | memory]");
    return 2;
}

int missed = 0;
if (which is "all" or "il")
{
    VerificationCost.Measure(100).Print();
    missed |= await UpdateWork.RunAsync().ConfigureAwait(false);
}

missed |= which is "all" or "bytes" ? BytesBench.Run() : 0;

if (which is "all" or "update")
{
    await UpdateBench.RunAsync().ConfigureAwait(false);
}

if (which is "all" or "memory")
{
    await MemoryBench.RunAsync().ConfigureAwait(false);
}

return missed;
