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
            c.Manifest.Expires = 0;
            c.Manifest.NotBefore = long.MaxValue;
            c.Manifest.WindowStart = 600;
            c.Manifest.WindowEnd = 601;
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void What_is_installed_is_up_to_date()
        {
            PolicyCase c = new PolicyCase();
            c.Facts.InstalledSequence = 2;
            c.Facts.HighestSequence = 2;
            c.Gives(OtaResult.UpToDate);

            // After a signed downgrade the highest is above what is installed.
            c.Facts.HighestSequence = 9;
            c.Gives(OtaResult.UpToDate);
        }

        [TestMethod]
        public void A_sequence_below_the_highest_is_a_rollback()
        {
            PolicyCase c = new PolicyCase();
            c.Facts.HighestSequence = 2;
            c.Gives(OtaResult.Ok);
            c.Facts.HighestSequence = 3;
            c.Gives(OtaResult.SequenceRollback);
            c.Facts.HighestSequence = 999999999999999;
            c.Gives(OtaResult.SequenceRollback);
        }

        [TestMethod]
        public void A_signed_downgrade_is_for_devices_that_never_were_higher_than_it_says()
        {
            PolicyCase c = new PolicyCase();
            c.Facts.InstalledSequence = 8;
            c.Facts.HighestSequence = 8;
            c.Manifest.DowngradeFrom = 7;
            c.Gives(OtaResult.SequenceRollback);
            c.Manifest.DowngradeFrom = 8;
            c.Gives(OtaResult.Ok);
            c.Manifest.DowngradeFrom = 9;
            c.Gives(OtaResult.Ok);

            // The same manifest, replayed to a device that has since been further.
            c.Facts.HighestSequence = 10;
            c.Gives(OtaResult.SequenceRollback);
        }

        [TestMethod]
        public void A_downgrade_is_also_an_update_for_devices_below_it()
        {
            PolicyCase c = new PolicyCase();
            c.Manifest.DowngradeFrom = 1;
            c.Facts.HighestSequence = 2;
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void Sequences_are_compared_beyond_32_bits()
        {
            PolicyCase c = new PolicyCase();
            c.Manifest.Sequence = 4294967297;
            c.Gives(OtaResult.Ok);
            c.Facts.HighestSequence = 4294967298;
            c.Gives(OtaResult.SequenceRollback);
        }

        [TestMethod]
        public void Hardware_must_be_in_the_list_if_there_is_one()
        {
            PolicyCase c = new PolicyCase();
            c.Options.Hardware = "rev-b";
            c.Gives(OtaResult.Ok);
            c.Manifest.Hardware = new string[] { "rev-a", "rev-b" };
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
            c.Manifest.Chip = 9;
            c.Gives(OtaResult.Ok);

            // 0 is the ESP32, not "any".
            c.Manifest.Chip = 0;
            c.Gives(OtaResult.ChipMismatch);
            c.Options.Chip = -1;
            c.Gives(OtaResult.ChipMismatch);
        }

        [TestMethod]
        public void The_firmware_must_not_be_older_than_required()
        {
            PolicyCase c = new PolicyCase();
            c.Gives(OtaResult.Ok);
            c.Manifest.FirmwareMinimum = ReleaseVersion.Parse("1.10");
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
            c.Manifest.BootstrapMinimum = ReleaseVersion.Parse("2.1");
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
            c.Manifest.FromMinimum = ReleaseVersion.Parse("1.5");
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
            c.Options.MaxTableLength = 65;
            c.Gives(OtaResult.TableTooLarge);
            c.Options.MaxTableLength = 66;
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void The_firmware_must_have_every_native_by_name_and_checksum()
        {
            NativeAssembly gpio = new NativeAssembly("System.Device.Gpio", 0xF0000001u);
            NativeAssembly spi = new NativeAssembly("System.Device.Spi", 2);
            PolicyCase c = new PolicyCase();
            c.Manifest.Images[0].Natives = new NativeAssembly[] { gpio, spi };
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
            Manifest m = c.Manifest;
            c.Options.Product = "other";
            c.Facts.UtcSeconds = m.Expires;
            c.Facts.InstalledSequence = 2;
            c.Facts.HighestSequence = 3;
            m.Hardware = new string[] { "rev-a" };
            m.Chip = 0;
            m.FirmwareMinimum = 1;
            m.BootstrapMinimum = 1;
            m.FromMinimum = 1;
            c.Options.Component = "firmware";
            c.Facts.SlotCapacity = 0;
            c.Options.MaxTableLength = 1;
            m.Images[0].Natives = new NativeAssembly[] { new NativeAssembly("a", 1) };
            m.RolloutPercent = 0;
            m.NotBefore = m.Expires;

            c.Gives(OtaResult.ProductMismatch);
            c.Options.Product = "lamp";
            c.Gives(OtaResult.ManifestExpired);
            c.Facts.UtcSeconds = PolicyCase.Eight;
            c.Gives(OtaResult.UpToDate);
            c.Facts.InstalledSequence = 3;
            c.Gives(OtaResult.SequenceRollback);
            m.DowngradeFrom = 3;
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
            c.Options.MaxTableLength = 66;
            c.Gives(OtaResult.NativeMismatch);
            c.Options.Natives = m.Images[0].Natives;
            c.Gives(OtaResult.NotInRollout);
            m.RolloutPercent = 100;
            c.Gives(OtaResult.Deferred);
            m.NotBefore = 0;
            c.Gives(OtaResult.Ok);
        }
    }
}
