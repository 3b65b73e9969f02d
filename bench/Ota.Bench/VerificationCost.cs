using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;

namespace NanoOta.Bench
{
    /// <summary>What the verification core costs an interpreter, in executed IL instructions.</summary>
    /// <param name="HashPerByte">SHA-256, an average over 64 KiB.</param>
    /// <param name="Hash64K">SHA-256 of 64 KiB.</param>
    /// <param name="VerifyMean">An ECDSA P-256 verification, the mean over the signatures.</param>
    /// <param name="VerifyMax">The dearest of them.</param>
    /// <param name="Signatures">Number of signatures.</param>
    public sealed record VerificationCost(double HashPerByte, long Hash64K, long VerifyMean, long VerifyMax, int Signatures)
    {
        /// <summary>Most instructions that SHA-256 may take for a byte.</summary>
        public const int HashLimit = 105;

        /// <summary>Most instructions that a verification may take.</summary>
        public const long VerifyLimit = 6_000_000;

        /// <summary>Most that a verification should take, as a part of hashing 64 KiB.</summary>
        public const double RatioGoal = 0.5;

        /// <summary>The dearest verification as a part of hashing 64 KiB.</summary>
        public double Ratio => (double)VerifyMax / Hash64K;

        /// <summary>
        /// Counts. The keys and signatures are made anew each time; with their bits the count of a verification varies by about 2 %.
        /// </summary>
        public static VerificationCost Measure(int signatures)
        {
            using InstructionCounter counter = InstructionCounter.ForVerification();
            Type sha = counter.GetType("NanoOta.Sha256");
            object hash = Activator.CreateInstance(sha)!;
            Action<byte[], int, int> update = sha.GetMethod("Update")!.CreateDelegate<Action<byte[], int, int>>(hash);
            Action<byte[], int> finish = sha.GetMethod("Finish")!.CreateDelegate<Action<byte[], int>>(hash);
            byte[] message = RandomNumberGenerator.GetBytes(65536);
            byte[] digest = new byte[32];
            long hashing = counter.Count(() =>
            {
                update(message, 0, message.Length);
                finish(digest, 0);
            });
            Require(SHA256.HashData(message).AsSpan().SequenceEqual(digest));

            MethodInfo method = counter.GetType("NanoOta.EcdsaP256").GetMethod("Verify")!;
            Func<byte[], byte[], byte[], bool> verify = method.CreateDelegate<Func<byte[], byte[], byte[], bool>>();
            long total = 0;
            long max = 0;
            for (int i = 0; i < signatures; i++)
            {
                using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                ECPoint point = signer.ExportParameters(false).Q;
                byte[] signature = signer.SignHash(digest);
                byte[] key = [.. point.X!, .. point.Y!];
                bool valid = false;
                long count = counter.Count(() => valid = verify(key, digest, signature));
                Require(valid);
                total += count;
                max = Math.Max(max, count);
            }

            return new VerificationCost(hashing / 65536.0, hashing, total / signatures, max, signatures);
        }

        // A count of a wrong result would be worth nothing.
        private static void Require(bool condition)
        {
            if (!condition)
            {
                throw new InvalidOperationException("The instrumented code gives a wrong result.");
            }
        }

        /// <summary>Writes the figures down for people.</summary>
        public void Print()
        {
            CultureInfo plain = CultureInfo.InvariantCulture;
            Console.WriteLine(string.Create(plain, $"IL instructions executed (Release; {Signatures} keys and signatures)"));
            Console.WriteLine(string.Create(plain, $"  SHA-256, per byte      {HashPerByte,12:F1}   (at most {HashLimit})"));
            Console.WriteLine(string.Create(plain, $"  SHA-256, 64 KiB        {Hash64K,12:N0}"));
            Console.WriteLine(string.Create(plain, $"  ECDSA P-256, mean      {VerifyMean,12:N0}"));
            Console.WriteLine(string.Create(plain, $"  ECDSA P-256, dearest   {VerifyMax,12:N0}   (at most {VerifyLimit:N0})"));
            Console.WriteLine(string.Create(plain, $"  ECDSA / SHA-256 64 KiB {Ratio,12:F3}   (goal 0.5)"));
        }
    }
}
