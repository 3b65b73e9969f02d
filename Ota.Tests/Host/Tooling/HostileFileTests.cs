using System.Buffers.Binary;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>
    /// Files that were made to break a tool, given to every verb that reads such a file: an exit code of bad input, one line, no stack trace, nothing for
    /// the terminal to obey, and memory within the bound of docs/TOOL.md.
    /// </summary>
    [TestClass]
    [DoNotParallelize]
    public class HostileFileTests
    {
        // The bound of docs/TOOL.md for a file of at most 1 MB.
        private const long MaxAllocated = 512L * 1024 * 1024;

        private static readonly string[] _verbs = ["inspect", "pack", "verify", "publish", "key"];

        [TestMethod]
        public async Task Every_hostile_file_is_refused_or_shown_in_words_and_within_bounds()
        {
            using TempFolder temp = new();
            using SigningKey key = SigningKey.Create("test");
            key.Save(temp["k.pem"]);
            (string Name, byte[] Bytes)[] files = [.. Make(key)];
            Assert.IsGreaterThanOrEqualTo(60, files.Length);
            List<string> wrong = [];
            foreach ((string name, byte[] bytes) in files)
            {
                string path = temp.Write($"files/{Array.IndexOf(files, (name, bytes))}.bin", bytes);
                foreach (string verb in _verbs)
                {
                    long before = GC.GetTotalAllocatedBytes();
                    CliRun run = await CliRun.OfAsync(Line(verb, path, temp));
                    long allocated = GC.GetTotalAllocatedBytes() - before;
                    string[] said = [.. run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.EndsWith(" ...", StringComparison.Ordinal))];
                    bool isSound = run.Code == 0 ? said.Length == 0 : run.Code is 1 or 2 or 3 or 4 && (said is [{ Length: < 2000 } line] && line.StartsWith("nanoota: ", StringComparison.Ordinal) || (run.Code == 1 && said.Length == 0));
                    bool isClean = !(run.Out + run.Error).Any(c => char.IsControl(c) && c != '\n') && !run.Error.Contains("Exception", StringComparison.Ordinal);
                    if (!isSound || !isClean || allocated > MaxAllocated)
                    {
                        wrong.Add($"{verb} {name}: {run.Code}, {allocated / 1024 / 1024} MB, {run.Error}");
                    }
                }
            }

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
            Assert.IsFalse(Directory.Exists(temp["www"]), "A refused file was published.");
        }

        private static string[] Line(string verb, string path, TempFolder temp) => verb switch
        {
            "inspect" => ["inspect", path],
            "pack" => ["pack", path, "--out", temp["packed"]],
            "verify" => ["verify", path, "--key", temp["k.pem"]],
            "key" => ["key", "show", path],
            _ => ["publish", path, "--key", temp["k.pem"], "--out", temp["www"], "--product", "p", "--version", "1", "--first"],
        };

        private static IEnumerable<(string Name, byte[] Bytes)> Make(SigningKey key)
        {
            yield return ("nothing", []);
            yield return ("one byte", [0]);
            yield return ("a megabyte of zeros", new byte[1 << 20]);
            yield return ("a megabyte of FF", Filled(1 << 20, 0xFF));
            yield return ("noise", Noise(100_000));
            yield return ("escape sequences", "\u001b[31mred\u001b]0;title\u0007\u009b31m\u202Ename"u8.ToArray());
            yield return ("a key with a name of 3,000 characters", Encoding.ASCII.GetBytes($"kid:{new string('k', 3000)}"));
            yield return ("UTF-16", Encoding.Unicode.GetBytes("hello"));
            yield return ("lone surrogates in UTF-8", [0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF]);
            foreach ((string name, byte[] bytes) in Manifests(key).Concat(Images()).Concat(Keys()))
            {
                yield return (name, bytes);
            }
        }

        private static IEnumerable<(string Name, byte[] Bytes)> Manifests(SigningKey key)
        {
            string good = """{"format":1,"product":"p","revision":1,"version":"1","issued":1,"expires":9999999999,"images":[{"component":"app","version":"1","size":1,"sha256":"A","url":"x","chunks":{"url":"y","sha256":"A"}}]}""";
            (string, string)[] payloads =
            [
                ("a payload of nothing", ""), ("null", "null"), ("a number", "7"), ("an array", "[]"), ("an empty object", "{}"),
                ("nested 1,000 deep", new string('[', 1000) + new string(']', 1000)),
                ("objects nested 1,000 deep", string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000)),
                ("duplicate names", good.Replace("{\"format\":1", "{\"format\":1,\"format\":1", StringComparison.Ordinal)),
                ("a lone surrogate", good.Replace("\"p\"", "\"\\uD800\"", StringComparison.Ordinal)),
                ("escape sequences in a name", good.Replace("\"p\"", "\"\\u001b[31m\\u0007\"", StringComparison.Ordinal)),
                ("a revision beyond 64 bits", good.Replace("\"revision\":1", "\"revision\":99999999999999999999999", StringComparison.Ordinal)),
                ("a revision with a fraction", good.Replace("\"revision\":1", "\"revision\":1.5", StringComparison.Ordinal)),
                ("a negative size", good.Replace("\"size\":1", "\"size\":-1", StringComparison.Ordinal)),
                ("the largest size", good.Replace("\"size\":1", "\"size\":67108864", StringComparison.Ordinal)),
                ("a URL out of the folder", good.Replace("\"x\"", "\"../../../etc/passwd\"", StringComparison.Ordinal)),
                ("an absolute path", good.Replace("\"x\"", "\"/etc/passwd\"", StringComparison.Ordinal)),
                ("%00 in a URL", good.Replace("\"x\"", "\"a%00b\"", StringComparison.Ordinal)),
                ("a file URL", good.Replace("\"x\"", "\"file:///etc/passwd\"", StringComparison.Ordinal)),
                ("images that are no list", good.Replace("[{", "{", StringComparison.Ordinal).Replace("}]", "}", StringComparison.Ordinal)),
                ("null images", good[..good.IndexOf("\"images\"", StringComparison.Ordinal)] + "\"images\":[null]}"),
                ("times beyond every calendar", good.Replace("9999999999", "999999999999999", StringComparison.Ordinal)),
                ("a string of 12,000 characters", good.Replace("\"p\"", $"\"{new string('p', 12_000)}\"", StringComparison.Ordinal)),
            ];
            foreach ((string name, string payload) in payloads)
            {
                yield return ($"manifest: {name}", key.SignJws(Encoding.UTF8.GetBytes(payload)));
            }

            byte[] signed = key.SignJws(Encoding.UTF8.GetBytes(good));
            yield return ("manifest: no signature", signed[..(signed.Length - 86)]);
            yield return ("manifest: a signature too long", [.. signed, (byte)'A', (byte)'A', (byte)'A', (byte)'A']);
            yield return ("manifest: 100,000 dots", [.. "eyJ"u8, .. Filled(100_000, (byte)'.')]);
            yield return ("manifest: alg none", Encoding.ASCII.GetBytes($"{Base64.Url("{\"alg\":\"none\"}"u8)}.{Base64.Url(Encoding.UTF8.GetBytes(good))}."));
            yield return ("manifest: a header that is a number", Encoding.ASCII.GetBytes($"eyJ.{Base64.Url("7"u8)}.AA"));
            yield return ("manifest: more than 16 KB", key.SignJws(Encoding.UTF8.GetBytes(good.Replace("\"p\"", $"\"{new string('p', 50_000)}\"", StringComparison.Ordinal))));
            yield return ("a record in place of a manifest", key.SignJws(Encoding.UTF8.GetBytes("{}"), "nanoota-channel"));
        }

        private static IEnumerable<(string Name, byte[] Bytes)> Images()
        {
            byte[] pe = Thermostat.Assembly("1.0.0", "Drivers");
            yield return ("assembly: cut off", pe[..5000]);
            yield return ("assembly: the marker alone", "NFMRK1\0\0"u8.ToArray());
            yield return ("assembly: 100,000 markers", [.. Enumerable.Repeat("NFMRK1\0\0"u8.ToArray(), 100_000).SelectMany(each => each)]);
            yield return ("assembly: another byte", Changed(pe, 300, 1));
            yield return ("assembly: 50 times the same", [.. Enumerable.Repeat(pe, 50).SelectMany(each => each)]);
            byte[] esp = new EspImageBuilder { ChipId = 9, Version = "1.0" }.AddSegment(new byte[3000]).Build();
            yield return ("ESP image: cut off", esp[..1000]);
            yield return ("ESP image: the header alone", esp[..24]);
            yield return ("ESP image: 255 segments", Changed(esp, 1, 0xFF));
            yield return ("ESP image: no segment", Changed(esp, 1, esp[1]));
            yield return ("ESP image: a segment of 4 GB", Word(esp, 28, uint.MaxValue));
            yield return ("ESP image: a wrong checksum", Changed(esp, 100, 1));
            yield return ("ESP image: 512 KiB of assembly headers inside", new EspImageBuilder { ChipId = 9 }.AddSegment([.. Enumerable.Repeat("NFMRK1\0\0"u8.ToArray(), 65_536).SelectMany(each => each)]).Build());
            byte[] mcu = [0x3D, 0xB8, 0xF3, 0x96, .. new byte[28]];
            yield return ("MCUboot: the header alone", mcu);
            yield return ("MCUboot: a size of 4 GB", Word(mcu, 12, uint.MaxValue));
            yield return ("MCUboot: images in images", [.. Enumerable.Repeat(mcu, 1000).SelectMany(each => each)]);
            yield return ("delta: the magic alone", [.. DeltaFileWriter.Magic]);
            byte[] delta = [.. DeltaFileWriter.Magic, 32, 0, 32, 1, 0xFF, 0xFF, 0xFF, 0x7F, .. new byte[2000]];
            yield return ("delta: an image of 2 GB", delta);
            yield return ("delta: 32 empty sections", Word(delta, 12, 1));
            byte[] table = new byte[0xC00];
            Array.Fill(table, (byte)0xFF);
            table[0] = 0xAA;
            table[1] = 0x50;
            yield return ("partition table: one damaged entry", table);
            byte[] flash = Filled(0x10000, 0xFF);
            PartitionTable.CreateOta4MB().ToBytes().CopyTo(flash, PartitionTable.DefaultOffset);
            yield return ("flash: partitions beyond the end", flash);
            byte[] whole = Filled(0x400000, 0xFF);
            PartitionTable.CreateOta4MB().ToBytes().CopyTo(whole, PartitionTable.DefaultOffset);
            Noise(0x10000).CopyTo(whole, 0x3B0000);
            Noise(0x1000).CopyTo(whole, 0x10000);
            yield return ("flash: noise in slots and records", whole);
        }

        private static IEnumerable<(string Name, byte[] Bytes)> Keys()
        {
            yield return ("PEM: an empty block", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"u8.ToArray());
            yield return ("PEM: no base64", "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n"u8.ToArray());
            yield return ("PEM: a kid that no device takes", "kid: a b\n-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n"u8.ToArray());
            yield return ("PEM: a megabyte", Encoding.ASCII.GetBytes($"-----BEGIN PUBLIC KEY-----\n{new string('A', 1 << 20)}\n-----END PUBLIC KEY-----\n"));
            yield return ("JSON: a pack file with a path out", """{"format":1,"component":"app","image":{"file":"../../x","size":1,"sha256":"A"},"chunks":{"file":"/etc/passwd","size":1,"sha256":"A"},"identity":"A","chunkCount":1,"natives":[],"assemblies":[]}"""u8.ToArray());
            yield return ("JSON: a pack file with nulls", """{"format":1,"component":null,"image":null,"chunks":null,"identity":null,"chunkCount":1,"natives":null,"assemblies":null}"""u8.ToArray());
            yield return ("JSON: another component", """{"format":1,"component":"\u001b[31m","image":{"file":"x","size":1,"sha256":"A"},"chunks":{"file":"x","size":1,"sha256":"A"},"identity":"A","chunkCount":1,"natives":[],"assemblies":[]}"""u8.ToArray());
        }

        private static byte[] Filled(int length, byte value)
        {
            byte[] bytes = new byte[length];
            Array.Fill(bytes, value);
            return bytes;
        }

        private static byte[] Noise(int length)
        {
            byte[] bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            return bytes;
        }

        private static byte[] Changed(byte[] bytes, int at, byte bits)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= bits;
            return changed;
        }

        private static byte[] Word(byte[] bytes, int at, uint value)
        {
            byte[] changed = [.. bytes];
            BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), value);
            return changed;
        }
    }
}
