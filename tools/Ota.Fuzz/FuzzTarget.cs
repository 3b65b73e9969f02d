namespace NanoOta.Fuzz
{
    /// <summary>A parser under test, and what must hold for every input. Not thread-safe.</summary>
    public abstract class FuzzTarget
    {
        /// <summary>The name on the command line and of the corpus folder.</summary>
        public abstract string Name { get; }

        /// <summary>What is compared with what, in a line.</summary>
        public abstract string Claim { get; }

        /// <summary>Bytes of the longest input that is made.</summary>
        public virtual int MaxLength => 4096;

        /// <summary>Good inputs, the same ones every time.</summary>
        public abstract IReadOnlyList<byte[]> Seeds { get; }

        /// <summary>Words that the format gives a meaning to.</summary>
        public virtual IReadOnlyList<byte[]> Dictionary => [];

        /// <summary>The verbs of the host tool. Their keys are of the moment, so they have no fixed corpus.</summary>
        public static IReadOnlyList<FuzzTarget> CreateTools() => [new InspectTarget(), new PackTarget(), new VerifyTarget(), new PublishTarget()];

        /// <summary>All targets but those of the host tool.</summary>
        public static IReadOnlyList<FuzzTarget> CreateAll() =>
        [
            new JsonTarget(),
            new JwsTarget(),
            new JwsSignedTarget(),
            new Base64UrlTarget(),
            new PeTarget(),
            new OtaDataTarget(),
            new PartitionTableTarget(),
            new EspImageTarget(),
            new RecordTarget(),
            new UrlTarget(),
            new PayloadTarget(),
            new DeltaFileTarget(),
        ];

        /// <summary>
        /// Gives the input to the parser and to the oracle. Throws <see cref="FuzzFailureException"/>, or whatever the parser throws, when the claim
        /// does not hold.
        /// </summary>
        /// <returns>What became of the input, as a small number: inputs with a new one are mutated further.</returns>
        public abstract int Run(byte[] input);

        /// <summary>The name of an outcome.</summary>
        public virtual string Describe(int outcome) => ((OtaResult)outcome).ToString();

        /// <summary>Whether inputs with that outcome have passed the parser's first check; null where the target does not say.</summary>
        public virtual bool? IsPastFirstCheck(int outcome) => null;

        /// <summary>An input from the format's grammar, or null if the target has none.</summary>
        public virtual byte[]? Generate(Random random) => null;

        /// <summary>Makes checksums right again, so that what lies behind them is reached.</summary>
        public virtual void Repair(byte[] input)
        {
        }

        /// <summary>Fails when <paramref name="holds"/> is false.</summary>
        protected static void Require(bool holds, string claim)
        {
            if (!holds)
            {
                throw new FuzzFailureException(claim);
            }
        }
    }

    /// <summary>A claim about a parser does not hold.</summary>
    public sealed class FuzzFailureException : Exception
    {
        public FuzzFailureException()
        {
        }

        public FuzzFailureException(string message)
            : base(message)
        {
        }

        public FuzzFailureException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}
