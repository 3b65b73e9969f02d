using System.Globalization;
using NanoOta.Bench;

if (args is not ["il"])
{
    Console.Error.WriteLine("usage: dotnet run --project bench/Ota.Bench -- il");
    return 2;
}

VerificationCost cost = VerificationCost.Measure(100);
CultureInfo plain = CultureInfo.InvariantCulture;
Console.WriteLine(string.Create(plain, $"IL instructions executed (Release; {cost.Signatures} keys and signatures)"));
Console.WriteLine(string.Create(plain, $"  SHA-256, per byte      {cost.HashPerByte,12:F1}   (at most {VerificationCost.HashLimit})"));
Console.WriteLine(string.Create(plain, $"  SHA-256, 64 KiB        {cost.Hash64K,12:N0}"));
Console.WriteLine(string.Create(plain, $"  ECDSA P-256, mean      {cost.VerifyMean,12:N0}"));
Console.WriteLine(string.Create(plain, $"  ECDSA P-256, dearest   {cost.VerifyMax,12:N0}   (at most {VerificationCost.VerifyLimit:N0})"));
Console.WriteLine(string.Create(plain, $"  ECDSA / SHA-256 64 KiB {cost.Ratio,12:F3}   (goal {VerificationCost.RatioGoal})"));
return 0;
