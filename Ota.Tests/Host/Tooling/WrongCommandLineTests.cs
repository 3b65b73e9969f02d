using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>
    /// Wrong command lines of every verb: the exit code, one line that blames the right word, no stack trace, and nothing written. A row is
    /// the code, a part of the line, and the command line; <c>{name}</c> stands for a path of the fixture.
    /// </summary>
    [TestClass]
    public class WrongCommandLineTests
    {
        private const string Rows = """
            2|A verb is missing|
            2|There is no verb 'fly'|fly
            2|There is no verb 'sevre'. Did you mean 'serve'?|sevre .
            2|There is no verb 'pubish'. Did you mean 'publish'?|pubish {packed}
            2|There is no verb 'Pack'. Did you mean 'pack'?|Pack {packed}
            2|There is no verb 'stauts'. Did you mean 'status'?|stauts {www}
            2|There is no option '--verison'. Did you mean '--version'?|--verison
            2|There is no option '--frobnicate'|keygen --frobnicate
            2|A verb is missing: show|key
            2|There is no verb 'shwo'. Did you mean 'show'?|key shwo {k}
            2|'show' needs <key>|key show
            3|There is no key 'nobody'|key show nobody
            3|is not there|key show {nothing}.pem
            3|is a folder, and a file is wanted|key show {packed}
            4|is not an unencrypted PEM file|key show {text}
            2|There is no option '--jsn'. Did you mean '--json'?|key show {k} --jsn
            2|a key is never overwritten|keygen {k}
            2|The key id 'a b' cannot be used|keygen {new}.pem --kid "a b"
            2|--kid needs a value|keygen {new}.pem --kid
            3|is not there|keygen {nothing}/deep/k.pem
            2|There is no option '--force'|keygen {k} --force
            2|Give what is to be packed|pack --out {new}
            2|Option '--out' is required|pack {app}
            2|is an empty text|pack "" --out {new}
            2|The path of a file or folder is empty: --out|pack {app} --out ""
            2|The path of a file or folder is empty: --out|publish {packed} --key {k} --out "" --product p --version 1 --first
            2|The path of a file or folder is empty: --key|publish {packed} --key "" --out {new} --product p --version 1 --first
            2|The path of a file or folder is empty: folder|serve ""
            2|There is no option '--dry'|prune --out {www} --dry
            2|There is no option '--jsno'. Did you mean '--json'?|inspect --jsno
            3|is not there|pack {nothing} --out {new}
            4|has no .pe file|pack {packed} --out {new}
            4|holds a private key|pack {k} --out {new}
            4|holds a private key|pack {k} --out {new} --raw
            4|is a text|pack {text} --out {new}
            4|is empty|pack {empty} --out {new}
            4|is empty|pack {empty} --out {new} --raw
            2|--raw takes a file|pack {app} --out {new} --raw
            2|--component takes app, firmware; not 'frimware'. Did you mean 'firmware'?|pack {app} --out {new} --component frimware
            2|--mcuboot needs --mcuboot-key|pack {app} --out {new} --mcuboot
            4|is not a MCUboot image|pack {app} --out {new} --mcuboot --mcuboot-key {k}
            3|is not there|pack {app} --out {new} --mcuboot --mcuboot-key {nothing}
            2|--raw takes bytes as they are|pack {text} --out {new} --raw --resident {app}
            4|All of the image is in|pack {app} --out {new} --resident {app}
            4|holds no assemblies|pack {app} --out {new} --resident {text}
            3|is not there|pack {app} --out {new} --from {nothing}
            2|--firmware needs --partitions or --slot-size|pack {app} --out {new} --firmware {text}
            2|go with --firmware|pack {app} --out {new} --boot {app}
            2|'1X' is not a size|pack {app} --out {new} --firmware {text} --slot-size 1X
            2|'-5' is not a size|pack {app} --out {new} --firmware {text} --slot-size=-5
            4|is not a partition table|pack {app} --out {new} --firmware {text} --partitions {text}
            2|--extract takes a firmware|pack {app} --out {new} --extract --raw
            3|is a folder, and a file is wanted|pack {app} --out {new} --extract
            2|There is no option '--otu'. Did you mean '--out'?|pack {app} --otu {new}
            2|'publish' needs <packs>|publish --key {k} --out {new} --product p --version 1 --first
            2|Option '--key' is required|publish {packed} --out {new} --product p --version 1 --first
            2|Option '--version' is required|publish {packed} --key {k} --out {new} --product p --first
            2|There is no option '--prodcut'. Did you mean '--product'?|publish {packed} --key {k} --out {new} --prodcut p
            2|--key needs a value|publish {packed} --key
            2|--key is given 2 times|publish {packed} --key {k} --key {k} --out {new} --product p --version 1
            2|For its first release add --first; else give a --revision|publish {packed} --key {k} --out {new} --product p --version 1
            2|'ten' is not a number for --rollout|publish {packed} --key {k} --out {new} --product p --version 1 --rollout ten
            2|--rollout takes 0 to 100|publish {packed} --key {k} --out {new} --product p --version 1 --rollout 101
            2|--rollout takes 0 to 100|publish {packed} --key {k} --out {new} --product p --version 1 --rollout=-1
            2|'one' is not a number for --revision|publish {packed} --key {k} --out {new} --product p --version 1 --revision one
            2|A revision begins at 1|publish {packed} --key {k} --out {new} --product p --version 1 --revision 0
            2|--allow revision-jump|publish {packed} --key {k} --out {new} --product p --version 1 --revision 999999999999999
            2|is not a number for --revision|publish {packed} --key {k} --out {new} --product p --version 1 --revision 99999999999999999999
            2|--expires-days takes 1 to 36500|publish {packed} --key {k} --out {new} --product p --version 1 --first --expires-days 0
            2|'1.5' is not a number for --expires-days|publish {packed} --key {k} --out {new} --product p --version 1 --first --expires-days 1.5
            2|'abacus' is not a chip|publish {packed} --key {k} --out {new} --product p --version 1 --first --chip abacus
            2|'25:00-26:00' is not a window|publish {packed} --key {k} --out {new} --product p --version 1 --first --window 25:00-26:00
            2|'2-4' is not a window|publish {packed} --key {k} --out {new} --product p --version 1 --first --window 2-4
            1|FieldOutOfRange|publish {packed} --key {k} --out {new} --product p --version 1 --first --window 02:00-02:00
            2|'soon' is not a time|publish {packed} --key {k} --out {new} --product p --version 1 --first --not-before soon
            2|is not a version|publish {packed} --key {k} --out {new} --product p --version "" --first
            2|is not a version|publish {packed} --key {k} --out {new} --product p --version 1.2.3.4.5 --first
            2|Leave the 'v' out: 1.2|publish {packed} --key {k} --out {new} --product p --version v1.2 --first
            2|in a channel of its own|publish {packed} --key {k} --out {new} --product p --version 1.2.0-rc.1 --first
            2|--min-firmware 'x' is not a version|publish {packed} --key {k} --out {new} --product p --version 1 --first --min-firmware x
            2|--min-bootstrap '1.' is not a version|publish {packed} --key {k} --out {new} --product p --version 1 --first --min-bootstrap 1.
            2|--from-version '01' is not a version|publish {packed} --key {k} --out {new} --product p --version 1 --first --from-version 01
            2|--not-below 2 forbids version 1 itself|publish {packed} --key {k} --out {new} --product p --version 1 --first --not-below 2
            2|The product 'a b' cannot be used|publish {packed} --key {k} --out {new} --product "a b" --version 1 --first
            2|The product '../x' cannot be used|publish {packed} --key {k} --out {new} --product ../x --version 1 --first
            2|The channel '..' cannot be used|publish {packed} --key {k} --out {new} --product p --version 1 --channel .. --first
            2|The channel '' cannot be used|publish {packed} --key {k} --out {new} --product p --version 1 --channel "" --first
            2|The name 'a/b' cannot be used|publish {packed} --key {k} --out {new} --product p --version 1 --group a/b --first
            2|The name '' cannot be used|publish {packed} --key {k} --out {new} --product p --version 1 --hardware "" --first
            2|--retry takes 0 to 65535|publish {packed} --key {k} --out {new} --product p --version 1 --retry 70000 --first
            2|must not begin with a quotation mark|publish {packed} --key {k} --out {new} --product p --version 1 --notes='"x' --first
            2|Did you mean 'older-version'?|publish {packed} --key {k} --out {new} --product p --version 1 --allow older-versoin
            2|--drop takes rollout, group|publish {packed} --key {k} --out {new} --product p --version 1 --drop everything
            2|--layout takes folders, flat; not 'flta'. Did you mean 'flat'?|publish {packed} --key {k} --out {new} --product p --version 1 --layout flta
            4|holds only a public key|publish {packed} --key {pub} --out {new} --product p --version 1 --first
            4|is not an unencrypted PEM file|publish {packed} --key {text} --out {new} --product p --version 1 --first
            3|is not there|publish {packed} --key {nothing}.pem --out {new} --product p --version 1 --first
            2|has no *.pack.json|publish {app} --key {k} --out {new} --product p --version 1 --first
            4|is not a file that this version's 'nanoota pack' wrote|publish {text} --key {k} --out {new} --product p --version 1 --first
            2|Two packs are for the component 'app'|publish {packed} {packed} --key {k} --out {new} --product p --version 1 --first
            2|which is served|publish {packed} --key {k} --out {new} --product p --version 1 --first --record {new}/records
            2|is not an http(s) URL|publish {packed} --key {k} --out {new} --product p --version 1 --previous served
            5|Cannot fetch|publish {packed} --key {k} --out {new} --product p --version 1 --previous http://127.0.0.1:9/
            4|holds no certificate|publish {packed} --key {k} --out {new} --product p --version 1 --first --ca {text}
            2|leave --first out|publish {packed} --key {k} --out {www} --product thermostat --version 1.1 --first
            2|--allow older-version|publish {packed} --key {k} --out {www} --product thermostat --version 0.9
            2|--allow same-bytes|publish {packed} --key {k} --out {www} --product thermostat --version 1.1
            2|Revision 1 is not above 1|publish {packed} --key {k} --out {www} --product thermostat --version 1.0 --revision 1
            2|is a release of 'thermostat', not of 'toaster'|publish {packed} --key {k} --out {www} --product toaster --version 1.0 --first
            2|A delta file has room for|publish {packed} --key {k} --out {new} --product p --version 1 --first {many}
            2|Option '--key' is required|release {app}
            2|--factory needs --bootloader|release {app} --factory {new}
            2|go with --factory|release {app} --bootloader {text}
            3|is not there|release {app} --project {nothing}
            3|is not there|status {nothing}
            3|has no channel|status {app}
            5|Cannot fetch|status http://127.0.0.1:9/
            2|is not an http(s) URL|status http://
            2|Option '--from' is required|promote --key {k} --out {www}
            2|cannot be promoted from 'stable' to itself|promote --from stable --key {k} --out {www}
            3|is not there|promote --from beta --key {k} --out {www}
            2|knows no release before|withdraw --key {k} --out {www}
            2|is not paused|resume --key {k} --out {www}
            3|is not there|pause --key {k} --out {www} --channel beta
            3|is not there|history --product nothing --key {k}
            2|--keep takes 1 to|prune --out {www} --keep 0
            3|is not there|prune --out {nothing}
            2|Option '--key' is required|verify {www}/stable/manifest.jws
            3|is not there|verify {nothing} --key {k}
            2|is not an http(s) URL|verify http:// --key {k}
            5|Cannot fetch|verify http://127.0.0.1:9/manifest.jws --key {k}
            2|'inspect' needs <file>|inspect
            3|is a folder, and a file is wanted|inspect {packed}
            4|is not a manifest|inspect {text}
            2|--port takes 0 to 65535|serve {www} --port 70000
            2|'http' is not a number for --port|serve {www} --port http
            2|--bind takes an IP address|serve {www} --bind everywhere
            3|is not a folder|serve {text}
            2|so would its key|serve {www} --https --ca {www}/ca.pem --port 0
            2|There is no script for 'bsh'|completion bsh
            2|'abc' is not a number for <number>|code abc
            2|--board takes stock, ota, ifu; not 'OTA'. Did you mean 'ota'?|new {new} --board OTA
            2|There is no verb 'fly'|help fly
            2|is not a version: take one to four numbers|run {app} --until x
            3|Name the manifest: /|verify {www} --key {k}
            3|Build the project first|release {nothing} --key {k} --out {new} --product p --version 1 --first
            3|has no project (*.nfproj)|release --virtual --key {k} --out {new} --product p --version 1
            2|No nanoota.json is in this folder or above|release --version 1
            3|published on channel stable from here|history --product nothing --key {k}
            """;

        [TestMethod]
        public async Task Every_wrong_command_line_is_one_line_with_its_code()
        {
            using TempFolder temp = new();
            Dictionary<string, string> paths = await PrepareAsync(temp);
            string[] rows = Rows.Split('\n');
            Assert.IsGreaterThanOrEqualTo(120, rows.Length);
            string before = Listing(temp);
            List<string> wrong = [];
            foreach (string row in rows)
            {
                string[] parts = row.Split('|');
                CliRun run = await CliRun.OfAsync([.. Words(parts[2], paths)]);
                bool isOneLine = Said(run) is [var line] && line.StartsWith("nanoota: ", StringComparison.Ordinal);
                bool isForPeople = !run.Error.Contains("   at ", StringComparison.Ordinal) && !run.Error.Contains("Exception", StringComparison.Ordinal) && !run.Error.Contains("System.", StringComparison.Ordinal);
                if ($"{run.Code}" != parts[0] || !run.Error.Contains(parts[1], StringComparison.Ordinal) || !isOneLine || !isForPeople || run.Out.Length != 0)
                {
                    wrong.Add($"{row}\n    gave {run.Code}: {run.Error}{run.Out}");
                }
            }

            Assert.IsEmpty(wrong, string.Join('\n', wrong));
            Assert.AreEqual(before, Listing(temp), "A refused command line wrote.");
        }

        private static async Task<Dictionary<string, string>> PrepareAsync(TempFolder temp)
        {
            using (SigningKey key = SigningKey.Create("test"))
            {
                key.Save(temp["k.pem"]);
                temp.Write("k.pub.pem", System.Text.Encoding.ASCII.GetBytes(key.PublicKey.ToPem()));
            }

            temp.Write("text.txt", "hello\n"u8.ToArray());
            temp.Write("empty.bin", []);
            Thermostat.CopyTo(temp["app"], "1.0.0");
            await CliRun.OfAsync("pack", temp["app"], "--out", temp["packed"]);
            (await CliRun.OfAsync("publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", "1.0", "--first", "--no-delta")).Gives(ExitCode.Ok, "Published");
            return new Dictionary<string, string>
            {
                ["{k}"] = temp["k.pem"],
                ["{pub}"] = temp["k.pub.pem"],
                ["{packed}"] = temp["packed"],
                ["{app}"] = temp["app"],
                ["{www}"] = temp["www"],
                ["{text}"] = temp["text.txt"],
                ["{empty}"] = temp["empty.bin"],
                ["{nothing}"] = temp["nothing"],
                ["{new}"] = temp["new"],
            };
        }

        private static IEnumerable<string> Words(string line, Dictionary<string, string> paths)
        {
            foreach (string word in System.Text.RegularExpressions.Regex.Matches(line, "(?:'[^']*'|\"[^\"]*\"|[^ ])+").Select(match => match.Value))
            {
                if (word == "{many}")
                {
                    foreach (string each in Enumerable.Repeat(0, 31).SelectMany(_ => new[] { "--delta-from", paths["{text}"] }))
                    {
                        yield return each;
                    }

                    continue;
                }

                string plain = word.Contains('\'', StringComparison.Ordinal) ? word.Replace("'", string.Empty, StringComparison.Ordinal) : word.Replace("\"", string.Empty, StringComparison.Ordinal);
                yield return paths.Aggregate(plain, (text, path) => text.Replace(path.Key, path.Value, StringComparison.Ordinal));
            }
        }

        // Work over a second says so in a line of its own.
        private static string[] Said(CliRun run) => [.. run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.EndsWith(" ...", StringComparison.Ordinal))];

        private static string Listing(TempFolder temp) => string.Join('\n', Directory.EnumerateFileSystemEntries(temp.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }
}
