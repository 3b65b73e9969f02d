using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ReleasePolicyTests
    {
        [TestMethod]
        public void A_release_that_suits_is_taken()
        {
            new PolicyCase().Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void A_release_of_another_product_is_not()
        {
            PolicyCase c = new PolicyCase();
            c.Options.Product = "Lamp";
            c.Gives(OtaResult.ProductMismatch);
            c.Options.Product = "lamp2";
            c.Gives(OtaResult.ProductMismatch);
        }

        [TestMethod]
        public void A_release_expires_in_the_second_that_it_says()
        {
            PolicyCase c = new PolicyCase();
            c.Facts.UtcSeconds = 1889999999;
            c.Gives(OtaResult.Ok);
            c.Facts.UtcSeconds = 1890000000;
            c.Gives(OtaResult.ManifestExpired);
        }

        [TestMethod]
        public void Without_a_clock_nothing_expires_or_waits()
        {
            PolicyCase c = new PolicyCase();
            c.Facts.UtcSeconds = 0;
            c.Set("expires", 1790000000);
            c.Set("install", "notBefore", 999999999999999);
            c.Set("install", "windowStart", 600);
            c.Set("install", "windowEnd", 601);
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void What_is_installed_is_up_to_date_under_whatever_revision()
        {
            PolicyCase c = new PolicyCase();
            c.Facts.Installed.Version = ReleaseVersion.Parse("1.1");
            c.Gives(OtaResult.UpToDate);
            c.Set("revision", 99);
            c.Gives(OtaResult.UpToDate);
            c.Facts.Installed.SetImages(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 });
            c.Gives(OtaResult.Ok);
            c.Facts.Installed.SetImages(new byte[16]);
            c.Facts.Installed.Version = ReleaseVersion.Parse("1.1.1");
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void A_release_of_another_channel_is_not_taken()
        {
            PolicyCase c = new PolicyCase();
            c.Set("channel", "\"beta\"");
            c.Gives(OtaResult.ChannelMismatch);
            c.Options.Channel = "beta";
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void A_revision_below_the_highest_seen_is_stale_and_an_equal_one_a_conflict()
        {
            PolicyCase c = new PolicyCase();
            c.See(1);
            c.Gives(OtaResult.Ok);
            c.See(2);
            c.Gives(OtaResult.RevisionConflict);
            c.See(3);
            c.Gives(OtaResult.RevisionStale);
            c.See(999999999999999);
            c.Gives(OtaResult.RevisionStale);
        }

        [TestMethod]
        public void Revisions_are_compared_beyond_32_bits()
        {
            PolicyCase c = new PolicyCase();
            c.Set("revision", 4294967297);
            c.See(1);
            c.Gives(OtaResult.Ok);
            c.See(4294967298);
            c.Gives(OtaResult.RevisionStale);
        }

        [TestMethod]
        public void A_release_that_failed_waits_for_its_pause_and_a_condemned_one_for_a_raised_retry()
        {
            PolicyCase c = new PolicyCase();
            byte[] images = new byte[32];
            byte[] payload = c.Digest();
            c.Facts.Failed.Note(images, payload, 0, OtaResult.AppFailed, Blame.Release, 1, PolicyCase.Eight);
            c.Gives(OtaResult.ReleasePaused);
            c.Facts.UtcSeconds = PolicyCase.Eight + PauseRules.First;
            c.Gives(OtaResult.Ok);
            c.Facts.Failed.Note(images, payload, 0, OtaResult.AppFailed, Blame.Release, 1, PolicyCase.Eight);
            c.Facts.Failed.Note(images, payload, 0, OtaResult.AppFailed, Blame.Release, 1, PolicyCase.Eight);
            c.Gives(OtaResult.ReleaseFailedBefore);
            c.Set("retry", 1);
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void The_server_check_asks_what_the_next_update_would_ask_and_nothing_about_the_moment()
        {
            PolicyCase c = new PolicyCase();
            c.See(3);
            c.Set("rollout", "percent", 0);
            c.Set("install", "notBefore", 1899999999);
            c.Facts.Installed.Version = ReleaseVersion.Parse("1.1");
            c.Facts.Failed.Note(new byte[32], c.Digest(), 0, OtaResult.AppFailed, Blame.Release, 9, PolicyCase.Eight);
            c.ServerGives(OtaResult.Ok);
            c.Facts.UtcSeconds = 1890000000;
            c.ServerGives(OtaResult.ManifestExpired);
            c.Facts.UtcSeconds = PolicyCase.Eight;
            c.Options.Component = "firmware";
            c.ServerGives(OtaResult.ImageMissing);
            c.Options.Component = "app";
            c.Options.MaxTableLength = 31;
            c.ServerGives(OtaResult.TableTooLarge);
            c.Options.MaxTableLength = 32;
            c.Options.Product = "other";
            c.ServerGives(OtaResult.ProductMismatch);
            c.Options.Product = "lamp";
            c.Options.Channel = "beta";
            c.ServerGives(OtaResult.ChannelMismatch);
        }

        [TestMethod]
        public void Hardware_must_be_in_the_list_if_there_is_one()
        {
            PolicyCase c = new PolicyCase();
            c.Options.Hardware = "rev-b";
            c.Gives(OtaResult.Ok);
            c.Set("requires", "hardware", "[\"rev-a\",\"rev-b\"]");
            c.Gives(OtaResult.Ok);
            c.Options.Hardware = "rev-c";
            c.Gives(OtaResult.HardwareMismatch);
            c.Options.Hardware = "REV-A";
            c.Gives(OtaResult.HardwareMismatch);
            c.Options.Hardware = null;
            c.Gives(OtaResult.HardwareMismatch);
        }

        [TestMethod]
        public void A_chip_must_be_the_one_if_one_is_named()
        {
            PolicyCase c = new PolicyCase();
            c.Options.Chip = 9;
            c.Gives(OtaResult.Ok);
            c.Set("requires", "chip", 9);
            c.Gives(OtaResult.Ok);

            // 0 is the ESP32, not "any".
            c.Set("requires", "chip", 0);
            c.Gives(OtaResult.ChipMismatch);
            c.Options.Chip = -1;
            c.Gives(OtaResult.ChipMismatch);
        }

        [TestMethod]
        public void The_firmware_must_not_be_older_than_required()
        {
            PolicyCase c = new PolicyCase();
            c.Gives(OtaResult.Ok);
            c.Set("requires", "firmware", "\"1.10\"");
            c.Gives(OtaResult.FirmwareTooOld);
            c.Options.FirmwareVersion = "1.9.99";
            c.Gives(OtaResult.FirmwareTooOld);
            c.Options.FirmwareVersion = "not a version";
            c.Gives(OtaResult.FirmwareTooOld);
            c.Options.FirmwareVersion = "1.10.0.0";
            c.Gives(OtaResult.Ok);
            c.Options.FirmwareVersion = "2";
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void The_Bootstrap_must_not_be_older_than_required()
        {
            PolicyCase c = new PolicyCase();
            c.Set("requires", "bootstrap", "\"2.1\"");
            c.Gives(OtaResult.BootstrapTooOld);
            c.Options.BootstrapVersion = "2.0.9";
            c.Gives(OtaResult.BootstrapTooOld);
            c.Options.BootstrapVersion = "2.1";
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void The_running_release_must_not_be_older_than_required()
        {
            PolicyCase c = new PolicyCase();
            c.Set("requires", "fromVersion", "\"1.5\"");
            c.Gives(OtaResult.FromVersionTooOld);
            c.Options.Version = "1.4.9";
            c.Gives(OtaResult.FromVersionTooOld);
            c.Options.Version = "1.5";
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void There_must_be_an_image_of_the_component()
        {
            PolicyCase c = new PolicyCase();
            c.Options.Component = "firmware";
            c.Gives(OtaResult.ImageMissing);
        }

        [TestMethod]
        public void The_image_must_fit_the_slot()
        {
            PolicyCase c = new PolicyCase();
            c.Facts.SlotCapacity = 0;
            c.Gives(OtaResult.SlotUnavailable);
            c.Facts.SlotCapacity = 999;
            c.Gives(OtaResult.ImageTooLarge);
            c.Facts.SlotCapacity = 1000;
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void The_table_must_fit_into_memory()
        {
            PolicyCase c = new PolicyCase();
            c.Options.MaxTableLength = 31;
            c.Gives(OtaResult.TableTooLarge);
            c.Options.MaxTableLength = 32;
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void The_firmware_must_have_every_native_by_name_and_checksum()
        {
            NativeAssembly gpio = new NativeAssembly("System.Device.Gpio", 0xF0000001u);
            NativeAssembly spi = new NativeAssembly("System.Device.Spi", 2);
            PolicyCase c = new PolicyCase();
            Require(c, "{\"name\":\"System.Device.Gpio\",\"checksum\":4026531841},{\"name\":\"System.Device.Spi\",\"checksum\":2}");
            c.Gives(OtaResult.NativeMismatch);
            c.Options.Natives = new NativeAssembly[0];
            c.Gives(OtaResult.NativeMismatch);
            c.Options.Natives = new NativeAssembly[] { gpio };
            c.Gives(OtaResult.NativeMismatch);
            c.Options.Natives = new NativeAssembly[] { gpio, new NativeAssembly("System.Device.Spi", 3) };
            c.Gives(OtaResult.NativeMismatch);
            c.Options.Natives = new NativeAssembly[] { gpio, new NativeAssembly("System.Device.Spy", 2) };
            c.Gives(OtaResult.NativeMismatch);
            c.Options.Natives = new NativeAssembly[] { new NativeAssembly("other", 5), spi, gpio };
            c.Gives(OtaResult.Ok);
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
            Require(c, "{\"name\":\"a\",\"checksum\":1}");
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

        private static void Require(PolicyCase c, string natives)
        {
            c.Set("images", "[" + ManifestText.Image().With("natives", "[" + natives + "]").ToString() + "]");
        }
    }
}
