using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>The rules of "may this release be installed", as tables. A row names its rule, with the numbers of docs/FORMAT.md.</summary>
    [TestClass]
    public class ReleasePolicyTests
    {
        [TestMethod]
        [DataRow("a release that suits", "", (int)OtaResult.Ok)]
        [DataRow("rule 1", "device.product=Lamp", (int)OtaResult.ProductMismatch)]
        [DataRow("rule 1", "device.product=lamp2", (int)OtaResult.ProductMismatch)]
        [DataRow("rule 2", "channel=\"beta\"", (int)OtaResult.ChannelMismatch)]
        [DataRow("rule 2", "channel=\"beta\";device.channel=beta", (int)OtaResult.Ok)]
        [DataRow("rule 3", "device.seen=1", (int)OtaResult.Ok)]
        [DataRow("rule 3", "device.seen=2", (int)OtaResult.RevisionConflict)]
        [DataRow("rule 3", "device.seen=3", (int)OtaResult.RevisionStale)]
        [DataRow("rule 3", "device.seen=999999999999999", (int)OtaResult.RevisionStale)]
        [DataRow("rule 3 beyond 32 bits", "revision=4294967297;device.seen=1", (int)OtaResult.Ok)]
        [DataRow("rule 3 beyond 32 bits", "revision=4294967297;device.seen=4294967298", (int)OtaResult.RevisionStale)]
        [DataRow("rule 4", "device.now=1889999999", (int)OtaResult.Ok)]
        [DataRow("rule 4", "device.now=1890000000", (int)OtaResult.ManifestExpired)]
        [DataRow("rule 4 without a clock", "device.now=0;expires=1790000000", (int)OtaResult.Ok)]
        [DataRow("rule 5", "device.runs=1.1", (int)OtaResult.UpToDate)]
        [DataRow("rule 5 under any revision", "device.runs=1.1;revision=99", (int)OtaResult.UpToDate)]
        [DataRow("rule 5 with other images", "device.runs=1.1;device.images=1", (int)OtaResult.Ok)]
        [DataRow("rule 5 with the same images", "device.runs=1.1;device.images=0", (int)OtaResult.UpToDate)]
        [DataRow("rule 5", "device.runs=1.1.1;device.images=0", (int)OtaResult.Ok)]
        [DataRow("rule 6", "device.hardware=rev-b", (int)OtaResult.Ok)]
        [DataRow("rule 6", "device.hardware=rev-b;requires.hardware=[\"rev-a\",\"rev-b\"]", (int)OtaResult.Ok)]
        [DataRow("rule 6", "device.hardware=rev-c;requires.hardware=[\"rev-a\",\"rev-b\"]", (int)OtaResult.HardwareMismatch)]
        [DataRow("rule 6", "device.hardware=REV-A;requires.hardware=[\"rev-a\",\"rev-b\"]", (int)OtaResult.HardwareMismatch)]
        [DataRow("rule 6 without a name", "requires.hardware=[\"rev-a\",\"rev-b\"]", (int)OtaResult.HardwareMismatch)]
        [DataRow("rule 7", "device.chip=9", (int)OtaResult.Ok)]
        [DataRow("rule 7", "device.chip=9;requires.chip=9", (int)OtaResult.Ok)]
        [DataRow("rule 7: 0 is the ESP32, not any", "device.chip=9;requires.chip=0", (int)OtaResult.ChipMismatch)]
        [DataRow("rule 7 without a chip", "requires.chip=0", (int)OtaResult.ChipMismatch)]
        [DataRow("rule 7", "device.chip=0;requires.chip=0", (int)OtaResult.Ok)]
        [DataRow("rule 8 without a version", "requires.firmware=\"1.10\"", (int)OtaResult.FirmwareTooOld)]
        [DataRow("rule 8", "device.firmware=1.9.99;requires.firmware=\"1.10\"", (int)OtaResult.FirmwareTooOld)]
        [DataRow("rule 8", "device.firmware=one;requires.firmware=\"1.10\"", (int)OtaResult.FirmwareTooOld)]
        [DataRow("rule 8", "device.firmware=1.10.0.0;requires.firmware=\"1.10\"", (int)OtaResult.Ok)]
        [DataRow("rule 8", "device.firmware=2;requires.firmware=\"1.10\"", (int)OtaResult.Ok)]
        [DataRow("rule 9 without a version", "requires.bootstrap=\"2.1\"", (int)OtaResult.BootstrapTooOld)]
        [DataRow("rule 9", "device.bootstrap=2.0.9;requires.bootstrap=\"2.1\"", (int)OtaResult.BootstrapTooOld)]
        [DataRow("rule 9", "device.bootstrap=2.1;requires.bootstrap=\"2.1\"", (int)OtaResult.Ok)]
        [DataRow("rule 10 without a version", "requires.fromVersion=\"1.5\"", (int)OtaResult.FromVersionTooOld)]
        [DataRow("rule 10", "device.version=1.4.9;requires.fromVersion=\"1.5\"", (int)OtaResult.FromVersionTooOld)]
        [DataRow("rule 10", "device.version=1.5;requires.fromVersion=\"1.5\"", (int)OtaResult.Ok)]
        [DataRow("rule 11", "device.component=firmware", (int)OtaResult.ImageMissing)]
        [DataRow("rule 12 without a slot", "device.slot=0", (int)OtaResult.SlotUnavailable)]
        [DataRow("rule 12", "device.slot=999", (int)OtaResult.ImageTooLarge)]
        [DataRow("rule 12", "device.slot=1000", (int)OtaResult.Ok)]
        [DataRow("rule 13", "device.table=31", (int)OtaResult.TableTooLarge)]
        [DataRow("rule 13", "device.table=32", (int)OtaResult.Ok)]
        [DataRow("rule 14 without a list", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}]", (int)OtaResult.NativeMismatch)]
        [DataRow("rule 14 with an empty list", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}];device.natives=", (int)OtaResult.NativeMismatch)]
        [DataRow("rule 14", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}];device.natives=gpio:4026531841", (int)OtaResult.NativeMismatch)]
        [DataRow("rule 14", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}];device.natives=gpio:4026531841,spi:3", (int)OtaResult.NativeMismatch)]
        [DataRow("rule 14", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}];device.natives=gpio:4026531841,spy:2", (int)OtaResult.NativeMismatch)]
        [DataRow("rule 14", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}];device.natives=other:5,spi:2,gpio:4026531841", (int)OtaResult.Ok)]
        [DataRow("rule 15 without a list", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}]", (int)OtaResult.AssemblyMissing)]
        [DataRow("rule 15", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}];device.residents=test:1.3", (int)OtaResult.AssemblyMissing)]
        [DataRow("rule 15", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}];device.residents=text:1.2", (int)OtaResult.AssemblyVersionMismatch)]
        [DataRow("rule 15", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}];device.residents=text:1.4", (int)OtaResult.AssemblyVersionMismatch)]
        [DataRow("rule 15", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}];device.residents=json:2.2,text:1.3.9", (int)OtaResult.Ok)]
        [DataRow("rule 16: the place is 35", "rollout.salt=\"s\";rollout.percent=35", (int)OtaResult.NotInRollout)]
        [DataRow("rule 16: the place is 35", "rollout.salt=\"s\";rollout.percent=36", (int)OtaResult.Ok)]
        [DataRow("rule 16", "rollout.percent=0", (int)OtaResult.NotInRollout)]
        [DataRow("rule 16 for groups", "rollout.percent=0;rollout.groups=[\"lab\",\"beta\"]", (int)OtaResult.NotInRollout)]
        [DataRow("rule 16 for groups", "rollout.percent=0;rollout.groups=[\"lab\",\"beta\"];device.group=beta", (int)OtaResult.Ok)]
        [DataRow("rule 16 for groups", "rollout.percent=0;rollout.groups=[\"lab\",\"beta\"];device.group=Beta", (int)OtaResult.NotInRollout)]
        [DataRow("rule 16 for groups", "rollout.percent=0;rollout.groups=[\"lab\",\"beta\"];device.group=bet", (int)OtaResult.NotInRollout)]
        [DataRow("rule 16: a group keeps nobody out", "rollout.groups=[\"lab\"]", (int)OtaResult.Ok)]
        [DataRow("rule 16 for a critical release", "install.critical=1;rollout.percent=0", (int)OtaResult.NotInRollout)]
        [DataRow("rule 17", "install.notBefore=1800000001", (int)OtaResult.Deferred)]
        [DataRow("rule 17", "install.notBefore=1800000000", (int)OtaResult.Ok)]
        [DataRow("rule 17 without a clock", "install.notBefore=999999999999999;device.now=0", (int)OtaResult.Ok)]
        [DataRow("rule 17 for a critical release", "install.notBefore=1800000001;install.critical=1", (int)OtaResult.Ok)]
        [DataRow("rule 18: the pause", "device.faults=1;device.now=1800000599", (int)OtaResult.ReleasePaused)]
        [DataRow("rule 18: the pause is over", "device.faults=1;device.now=1800000600", (int)OtaResult.Ok)]
        [DataRow("rule 18: the second fault", "device.faults=2;device.now=1800001200", (int)OtaResult.Ok)]
        [DataRow("rule 18: the third fault", "device.faults=3;device.now=1899999999;expires=1900000000", (int)OtaResult.ReleaseFailedBefore)]
        [DataRow("rule 18: a raised retry", "device.faults=3;retry=1", (int)OtaResult.Ok)]
        public void A_release_is_judged_by_its_rules(string rule, string settings, int expected)
        {
            new PolicyCase().With(settings).Gives((OtaResult)expected, rule + "; " + settings);
        }

        // The server check asks what the next update would ask, and nothing about the moment.
        [TestMethod]
        [DataRow("rule 1", "device.product=other", (int)OtaResult.ProductMismatch)]
        [DataRow("rule 2", "device.channel=beta", (int)OtaResult.ChannelMismatch)]
        [DataRow("rule 3: a mirror may be stale", "device.seen=3", (int)OtaResult.Ok)]
        [DataRow("rule 3", "device.seen=2", (int)OtaResult.RevisionConflict)]
        [DataRow("rule 4", "device.now=1890000000", (int)OtaResult.ManifestExpired)]
        [DataRow("rule 5: the running release", "device.runs=1.1", (int)OtaResult.Ok)]
        [DataRow("rule 6", "requires.hardware=[\"rev-a\",\"rev-b\"]", (int)OtaResult.HardwareMismatch)]
        [DataRow("rule 11", "device.component=firmware", (int)OtaResult.ImageMissing)]
        [DataRow("rule 12", "device.slot=999", (int)OtaResult.ImageTooLarge)]
        [DataRow("rule 13", "device.table=31", (int)OtaResult.TableTooLarge)]
        [DataRow("rule 14", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}]", (int)OtaResult.NativeMismatch)]
        [DataRow("rule 15", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}]", (int)OtaResult.AssemblyMissing)]
        [DataRow("rule 16 does not count", "rollout.percent=0", (int)OtaResult.Ok)]
        [DataRow("rule 17 does not count", "install.notBefore=1899999999", (int)OtaResult.Ok)]
        [DataRow("rule 18 does not count", "device.faults=9", (int)OtaResult.Ok)]
        public void L8_The_server_check_of_a_trial_judges_by_some_rules(string rule, string settings, int expected)
        {
            new PolicyCase().With(settings).ServerGives((OtaResult)expected, rule + "; " + settings);
        }

        [TestMethod]
        [DataRow("rule 14", "image.natives=[{\"name\":\"gpio\",\"checksum\":4026531841},{\"name\":\"spi\",\"checksum\":2}];device.natives=gpio:4026531841", (int)OtaResult.NativeMismatch, "spi")]
        [DataRow("rule 15", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}]", (int)OtaResult.AssemblyMissing, "text")]
        [DataRow("rule 15", "image.residents=[{\"name\":\"text\",\"version\":\"1.3\"}];device.residents=text:1.2", (int)OtaResult.AssemblyVersionMismatch, "text")]
        public void An_assembly_that_does_not_fit_is_named(string rule, string settings, int expected, string assembly)
        {
            Expect.Outcome((OtaResult)expected, assembly, new PolicyCase().With(settings).Judge(), rule + "; " + settings);
        }

        [TestMethod]
        public void Of_many_reasons_the_one_that_weighs_most_is_given()
        {
            PolicyCase c = new PolicyCase();
            c.Options.Product = "other";
            c.Facts.UtcSeconds = 1890000000;
            c.Options.Channel = "beta";
            c.Facts.Installed.Version = ReleaseVersion.Parse("1.1");
            c.See(3);
            c.Set("requires", "hardware", "[\"rev-a\"]");
            c.Set("requires", "chip", 0);
            c.Set("requires", "firmware", "\"0.0.0.1\"");
            c.Set("requires", "bootstrap", "\"0.0.0.1\"");
            c.Set("requires", "fromVersion", "\"0.0.0.1\"");
            c.Options.Component = "firmware";
            c.Facts.SlotCapacity = 0;
            c.Options.MaxTableLength = 1;
            c.With("image.natives=[{\"name\":\"a\",\"checksum\":1}]");
            c.Set("rollout", "percent", 0);
            c.Set("install", "notBefore", 1890000000);

            c.Gives(OtaResult.ProductMismatch);
            c.Options.Product = "lamp";
            c.Gives(OtaResult.ChannelMismatch);
            c.Options.Channel = "stable";
            c.Gives(OtaResult.RevisionStale);
            c.Set("revision", 4);
            c.Gives(OtaResult.ManifestExpired);
            c.Facts.UtcSeconds = PolicyCase.Eight;
            c.Options.Component = "app";
            c.Gives(OtaResult.UpToDate);
            c.Options.Component = "firmware";
            c.Facts.Installed.Version = ReleaseVersion.Parse("1.0");
            c.Gives(OtaResult.HardwareMismatch);
            c.Options.Hardware = "rev-a";
            c.Gives(OtaResult.ChipMismatch);
            c.Options.Chip = 0;
            c.Gives(OtaResult.FirmwareTooOld);
            c.Options.FirmwareVersion = "1";
            c.Gives(OtaResult.BootstrapTooOld);
            c.Options.BootstrapVersion = "1";
            c.Gives(OtaResult.FromVersionTooOld);
            c.Options.Version = "1";
            c.Gives(OtaResult.ImageMissing);
            c.Options.Component = "app";
            c.Gives(OtaResult.SlotUnavailable);
            c.Facts.SlotCapacity = 1;
            c.Gives(OtaResult.ImageTooLarge);
            c.Facts.SlotCapacity = 1000;
            c.Gives(OtaResult.TableTooLarge);
            c.Options.MaxTableLength = 32;
            c.Gives(OtaResult.NativeMismatch);
            c.Options.Natives = new NativeAssembly[] { new NativeAssembly("a", 1) };
            c.Gives(OtaResult.NotInRollout);
            c.Set("rollout", "percent", 100);
            c.Gives(OtaResult.Deferred);
            c.Set("install", "notBefore", 0);
            c.Gives(OtaResult.Ok);
        }
    }
}
