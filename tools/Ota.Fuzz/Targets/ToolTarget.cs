using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// A verb of the host tool over a damaged file: it ends in words (a <see cref="ToolException"/>) or with a result, and allocates at most a bound. The
    /// folder of each target is its own, and goes away with the process.
    /// </summary>
    public abstract class ToolTarget : FuzzTarget
    {
        // docs/TOOL.md, Bounds: an input here has at most 12,000 bytes.
        private const long MaxAllocated = 64L * 1024 * 1024;

        private static readonly SigningKey _key = SigningKey.Create("fuzz");
        private readonly string _folder = Directory.CreateTempSubdirectory("nanoota-fuzz-").FullName;

        protected ToolTarget()
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);
        }

        public override string Claim => "ends in words or with a result, and allocates at most 64 MB for a file of at most 12,000 bytes";

        public override int MaxLength => 12000;

        public override IReadOnlyList<byte[]> Seeds { get; } = [.. MakeSeeds()];

        public override IReadOnlyList<byte[]> Dictionary { get; } =
        [
            [.. "NFMRK1\0\0"u8], [.. "NOTADLT1"u8], [.. "ONC2"u8], [.. "eyJ"u8], [.. "-----BEGIN PUBLIC KEY-----"u8], [0xE9], [0xAA, 0x50], [0x3D, 0xB8, 0xF3, 0x96],
        ];

        public override string Describe(int outcome) => outcome == 0 ? "done" : outcome < 0 ? "checks-failed" : ((ExitCode)outcome).ToString();

        public override int Run(byte[] input)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int outcome;
            try
            {
                outcome = RunVerb(input, _folder, _key);
            }
            catch (ToolException e)
            {
                Require(e.Message.Length is > 0 and < 2000 && e.Code != ExitCode.Internal, "the refusal is one line of words");
                outcome = (int)e.Code;
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Require(allocated <= MaxAllocated, $"{allocated} bytes were allocated");
            return outcome;
        }

        /// <summary>Runs the verb; 0 when it was done, a negative number when its check said no.</summary>
        protected abstract int RunVerb(byte[] input, string folder, SigningKey key);

        /// <summary>Writes the input into the folder.</summary>
        protected static string Put(string folder, string name, byte[] input)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, input);
            return path;
        }

        /// <summary>A release that is sound, laid out in a folder.</summary>
        protected static string Published(string folder, SigningKey key)
        {
            string channel = Path.Combine(folder, "www", "stable");
            if (!File.Exists(Path.Combine(channel, Publisher.ManifestName)))
            {
                Packer.Run(new PackRequest { Input = Put(folder, "app.pe", Pe("App")), Out = Path.Combine(folder, "packed") });
                Publisher.RunAsync(Request(folder, "1.0", ChannelBegin.First), key, DateTimeOffset.UnixEpoch).GetAwaiter().GetResult();
            }

            return channel;
        }

        /// <summary>A request for the folder's channel.</summary>
        protected static PublishRequest Request(string folder, string version, ChannelBegin begin) => new()
        {
            Packs = [Path.Combine(folder, "packed")],
            Out = Path.Combine(folder, "www"),
            Channel = "stable",
            Product = "fuzz",
            Version = version,
            RecordFolder = Path.Combine(folder, "records"),
            Begin = begin,
        };

        /// <summary>An assembly of nothing but headers.</summary>
        protected static byte[] Pe(string name) => new PeWriter { Name = name, HasEntryPoint = true }.Write();

        private static IEnumerable<byte[]> MakeSeeds()
        {
            byte[] image = new byte[5000];
            new Random(1).NextBytes(image);
            ImageDigests digests = ImageDigests.Of(image);
            yield return Pe("App");
            yield return new EspImageBuilder { ChipId = 9, Version = "1.0" }.AddSegment(image).Build();
            yield return digests.File.ToArray();
            yield return DeltaFileWriter.Write(digests, [([], SectionEncoder.Encode([], image, digests, readsNew: true))]);
            yield return PartitionTable.CreateOta4MB().ToBytes();
            yield return System.Text.Encoding.ASCII.GetBytes(_key.PublicKey.ToPem());
            yield return _key.SignJws("""{"format":1,"product":"fuzz","revision":1,"version":"1.0","issued":1,"expires":9999999999,"images":[]}"""u8);
            yield return """{"format":1,"component":"app","image":{"file":"app.img","size":1,"sha256":"A"},"chunks":{"file":"app.chunks","size":1,"sha256":"A"},"identity":"A","chunkCount":1,"natives":[],"assemblies":[]}"""u8.ToArray();
            yield return [.. "ONC2"u8, .. new byte[40]];
        }
    }

    /// <summary>inspect over a damaged file.</summary>
    public sealed class InspectTarget : ToolTarget
    {
        public override string Name => "tool-inspect";

        protected override int RunVerb(byte[] input, string folder, SigningKey key)
        {
            Require(Inspector.Inspect(input, "input").ToJsonString().Length > 0, "something is shown");
            return 0;
        }
    }

    /// <summary>pack over a damaged file.</summary>
    public sealed class PackTarget : ToolTarget
    {
        public override string Name => "tool-pack";

        protected override int RunVerb(byte[] input, string folder, SigningKey key)
        {
            Packer.Run(new PackRequest { Input = Put(folder, "input.bin", input), Out = Path.Combine(folder, "out") });
            return 0;
        }
    }

    /// <summary>verify, with one file of a sound release damaged: the manifest, or a file that the manifest names.</summary>
    public sealed class VerifyTarget : ToolTarget
    {
        private int _turn;

        public override string Name => "tool-verify";

        protected override int RunVerb(byte[] input, string folder, SigningKey key)
        {
            string channel = Published(folder, key);
            FolderRelease files = new(channel);
            byte[] manifest = File.ReadAllBytes(Path.Combine(channel, Publisher.ManifestName));
            VerifyReport report = (_turn++ % 3) switch
            {
                0 => ReleaseVerifier.VerifyAsync(input, files, [key.PublicKey], DateTimeOffset.UnixEpoch).GetAwaiter().GetResult(),
                1 => ReleaseVerifier.VerifyAsync(manifest, new OneDamaged(files, "1.0/app.img", input), [key.PublicKey], DateTimeOffset.UnixEpoch).GetAwaiter().GetResult(),
                _ => ReleaseVerifier.VerifyAsync(manifest, new OneDamaged(files, "1.0/app.chunks", input), [key.PublicKey], DateTimeOffset.UnixEpoch).GetAwaiter().GetResult(),
            };
            Require(report.Findings.Count != 0, "something was looked at");
            return report.Passed ? 0 : -1;
        }

        private sealed class OneDamaged(IReleaseFiles files, string url, byte[] bytes) : IReleaseFiles
        {
            public Task<byte[]> ReadAsync(string asked, int limit, CancellationToken cancellation) =>
                asked == url ? Task.FromResult(bytes.Length > limit ? bytes[..(limit + 1)] : bytes) : files.ReadAsync(asked, limit, cancellation);
        }
    }

    /// <summary>publish, with one of its inputs damaged: the published manifest, the record, the pack file, or the packed image.</summary>
    public sealed class PublishTarget : ToolTarget
    {
        private int _turn;

        public override string Name => "tool-publish";

        protected override int RunVerb(byte[] input, string folder, SigningKey key)
        {
            string channel = Published(folder, key);
            string[] damaged =
            [
                Path.Combine(channel, Publisher.ManifestName),
                ChannelPaths.Record(Path.Combine(folder, "records"), "fuzz", "stable"),
                Path.Combine(folder, "packed", "app.pack.json"),
                Path.Combine(folder, "packed", "app.img"),
            ];
            string path = damaged[_turn++ % damaged.Length];
            byte[] before = File.ReadAllBytes(path);
            File.WriteAllBytes(path, input);
            try
            {
                Publisher.RunAsync(Request(folder, "1.0", ChannelBegin.Goes) with { Mode = PublishMode.DryRun }, key, DateTimeOffset.UnixEpoch).GetAwaiter().GetResult();
                return 0;
            }
            finally
            {
                File.WriteAllBytes(path, before);
            }
        }
    }
}
