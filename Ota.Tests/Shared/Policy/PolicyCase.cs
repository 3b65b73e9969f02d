using System.Collections;
using System.Text;
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

        /// <summary>A release that this device takes: revision 2, expires 1890000000, one image of 1000 bytes for "app" with a table of 66.</summary>
        public PolicyCase()
        {
            Options.Product = "lamp";
            Options.DeviceId = "device-1";
            Facts.Channel = Digests.Hash(Encoding.UTF8.GetBytes("stable"), 0, 6);
            Facts.Installed = new KnownRelease(new byte[KnownRelease.Length], 0);
            Facts.Seen = new SeenRevisions(new byte[SeenRevisions.Length], 0);
            Facts.Failed = new FailedReleases(new byte[FailedReleases.Length], 0);
            Facts.Installed.Version = ReleaseVersion.Parse("1.0");
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

        /// <summary>The device has seen that revision, with other bytes.</summary>
        public void See(long revision)
        {
            Facts.Seen.Keep(Facts.Channel, revision, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
        }

        /// <summary>The policy says that so many seconds after midnight.</summary>
        public void GivesAt(int secondOfDay, OtaResult expected)
        {
            Facts.UtcSeconds = Eight - (8 * 3600) + secondOfDay;
            Expect.Result(expected, Judge(), "second " + secondOfDay);
        }

        /// <summary>The policy says that of a server check on trial.</summary>
        public void ServerGives(OtaResult expected)
        {
            Expect.Result(expected, ReleasePolicy.JudgeServer(Signed(), Options, Facts).Code);
        }

        /// <summary>What stands for the SHA-256 of the payload.</summary>
        public byte[] Digest()
        {
            return new byte[32];
        }

        private OtaResult Judge()
        {
            return ReleasePolicy.Judge(Signed(), Options, Facts).Code;
        }

        private SignedManifest Signed()
        {
            return new SignedManifest(_root.Read(), Digest());
        }
    }
}
