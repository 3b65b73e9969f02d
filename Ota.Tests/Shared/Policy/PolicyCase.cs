using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>A release, a device that it suits, and the judgement. A test changes what it is about.</summary>
    public sealed class PolicyCase
    {
        /// <summary>2027-01-15, 08:00:00 UTC.</summary>
        public const long Eight = 1800000000;

        /// <summary>A release that this device takes.</summary>
        public PolicyCase()
        {
            Manifest = ManifestText.Root().Read();
            Options.Product = "lamp";
            Options.DeviceId = "device-1";
            Facts.HighestSequence = 1;
            Facts.InstalledSequence = 1;
            Facts.UtcSeconds = Eight;
            Facts.SlotCapacity = 1000;
        }

        /// <summary>Sequence 2, expires 1890000000, one image of 1000 bytes for "app" with a table of 66.</summary>
        public Manifest Manifest { get; }

        /// <summary>The device's options.</summary>
        public OtaOptions Options { get; } = new OtaOptions();

        /// <summary>The device's facts.</summary>
        public DeviceFacts Facts { get; } = new DeviceFacts();

        /// <summary>The policy says that.</summary>
        public void Gives(OtaResult expected)
        {
            Expect.Result(expected, ReleasePolicy.Judge(Manifest, Options, Facts, out _));
        }

        /// <summary>The policy says that so many seconds after midnight.</summary>
        public void GivesAt(int secondOfDay, OtaResult expected)
        {
            Facts.UtcSeconds = Eight - (8 * 3600) + secondOfDay;
            Assert.AreEqual((int)expected, (int)ReleasePolicy.Judge(Manifest, Options, Facts, out _), "second " + secondOfDay);
        }
    }
}
