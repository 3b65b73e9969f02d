using System.Collections;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>A release, a device that it suits, and the judgement. A test changes what it is about.</summary>
    public sealed class PolicyCase
    {
        /// <summary>2027-01-15, 08:00:00 UTC.</summary>
        public const long Eight = 1800000000;

        private readonly ManifestText _root = ManifestText.Root();
        private readonly Hashtable _sections = new Hashtable();

        /// <summary>A release that this device takes: sequence 2, expires 1890000000, one image of 1000 bytes for "app" with a table of 66.</summary>
        public PolicyCase()
        {
            Options.Product = "lamp";
            Options.DeviceId = "device-1";
            Facts.HighestSequence = 1;
            Facts.InstalledSequence = 1;
            Facts.UtcSeconds = Eight;
            Facts.SlotCapacity = 1000;
        }

        /// <summary>The device's options.</summary>
        public OtaOptions Options { get; } = new OtaOptions();

        /// <summary>The device's facts.</summary>
        public DeviceFacts Facts { get; } = new DeviceFacts();

        /// <summary>Gives the manifest a field of that JSON.</summary>
        public void Set(string field, object json)
        {
            _root.With(field, json.ToString());
        }

        /// <summary>Gives a section of the manifest a field of that JSON.</summary>
        public void Set(string section, string field, object json)
        {
            ManifestText text = (ManifestText)_sections[section];
            if (text == null)
            {
                text = new ManifestText();
                _sections[section] = text;
            }

            Set(section, text.With(field, json.ToString()));
        }

        /// <summary>The policy says that.</summary>
        public void Gives(OtaResult expected)
        {
            Expect.Result(expected, Judge());
        }

        /// <summary>The policy says that so many seconds after midnight.</summary>
        public void GivesAt(int secondOfDay, OtaResult expected)
        {
            Facts.UtcSeconds = Eight - (8 * 3600) + secondOfDay;
            Expect.Result(expected, Judge(), "second " + secondOfDay);
        }

        private OtaResult Judge()
        {
            return ReleasePolicy.Judge(new SignedManifest(_root.Read(), new byte[32]), Options, Facts).Code;
        }
    }
}
