using System.Collections;
using System.Text;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>A release, a device that the release suits, and the judgement. A test changes what the test is about.</summary>
    public sealed class PolicyCase
    {
        /// <summary>2027-01-15, 08:00:00 UTC.</summary>
        public const long Eight = 1800000000;

        private readonly ManifestText _root = ManifestText.Root();
        private readonly Hashtable _sections = new Hashtable();

        /// <summary>A release that this device takes: revision 2, expires 1890000000, one image of 1000 bytes for "app" with a table of 32 bytes.</summary>
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

        /// <summary>
        /// Changes release and device as a row of a table says: "name=value" with semicolons between. A name is a field of the manifest
        /// ("rollout.percent") with JSON as its value, or one of the device ("device.chip").
        /// </summary>
        public PolicyCase With(string settings)
        {
            string[] list = settings.Split(';');
            for (int i = 0; i < list.Length; i++)
            {
                int equals = list[i].IndexOf('=');
                if (equals > 0)
                {
                    Change(list[i].Substring(0, equals), list[i].Substring(equals + 1));
                }
            }

            return this;
        }

        /// <summary>The policy says that.</summary>
        public void Gives(OtaResult expected, string label = "the judgement")
        {
            Expect.Result(expected, Judge().Code, label);
        }

        /// <summary>The device has seen that revision, with other bytes.</summary>
        public void See(long revision)
        {
            Facts.Seen.Keep(Facts.Channel, revision, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
        }

        /// <summary>The policy says that of a server check on trial.</summary>
        public void ServerGives(OtaResult expected, string label)
        {
            Expect.Result(expected, ReleasePolicy.JudgeServer(Signed(), Options, Facts).Code, label);
        }

        /// <summary>What the policy says of an update.</summary>
        public OtaOutcome Judge()
        {
            return ReleasePolicy.Judge(Signed(), Options, Facts);
        }

        /// <summary>What stands for the SHA-256 of the payload.</summary>
        public byte[] Digest()
        {
            return new byte[32];
        }

        private void Change(string name, string value)
        {
            int dot = name.IndexOf('.');
            string section = dot < 0 ? string.Empty : name.Substring(0, dot);
            string field = name.Substring(dot + 1);
            if (section == "device")
            {
                ChangeDevice(field, value);
            }
            else if (section == "image")
            {
                Set("images", "[" + ManifestText.Image().With(field, value).ToString() + "]");
            }
            else if (dot < 0)
            {
                Set(field, value);
            }
            else
            {
                Set(section, field, value);
            }
        }

        private void ChangeDevice(string field, string value)
        {
            switch (field)
            {
                case "product":
                    Options.Product = value;
                    break;
                case "channel":
                    Options.Channel = value;
                    break;
                case "component":
                    Options.Component = value;
                    break;
                case "hardware":
                    Options.Hardware = value;
                    break;
                case "chip":
                    Options.Chip = int.Parse(value);
                    break;
                case "firmware":
                    Options.FirmwareVersion = value;
                    break;
                case "bootstrap":
                    Options.BootstrapVersion = value;
                    break;
                case "version":
                    Options.Version = value;
                    break;
                case "group":
                    Options.Group = value;
                    break;
                case "table":
                    Options.MaxTableLength = int.Parse(value);
                    break;
                case "slot":
                    Facts.SlotCapacity = int.Parse(value);
                    break;
                case "natives":
                    Options.Natives = Natives(value);
                    break;
                case "residents":
                    Facts.Residents = Residents(value);
                    break;
                default:
                    ChangeHistory(field, value);
                    break;
            }
        }

        private void ChangeHistory(string field, string value)
        {
            switch (field)
            {
                case "now":
                    Facts.UtcSeconds = long.Parse(value);
                    break;
                case "second":
                    Facts.UtcSeconds = Eight - (8 * 3600) + long.Parse(value);
                    break;
                case "seen":
                    See(long.Parse(value));
                    break;
                case "runs":
                    Facts.Installed.Version = ReleaseVersion.Parse(value);
                    break;
                case "images":
                    byte[] images = new byte[16];
                    images[0] = (byte)int.Parse(value);
                    Facts.Installed.SetImages(images);
                    break;
                case "faults":
                    for (int i = int.Parse(value); i > 0; i--)
                    {
                        Facts.Failed.Note(new byte[32], 0, OtaResult.AppFailed, Blame.Release, 1, Eight);
                    }

                    break;
                default:
                    Assert.IsTrue(false, "no such setting of the device: " + field);
                    break;
            }
        }

        // "name:checksum,name:checksum", or nothing.
        private static NativeAssembly[] Natives(string list)
        {
            string[] rows = Rows(list);
            NativeAssembly[] natives = new NativeAssembly[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                string[] parts = rows[i].Split(':');
                natives[i] = new NativeAssembly(parts[0], uint.Parse(parts[1]));
            }

            return natives;
        }

        // "name:version,name:version", or nothing.
        private static ResidentAssembly[] Residents(string list)
        {
            string[] rows = Rows(list);
            ResidentAssembly[] residents = new ResidentAssembly[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                string[] parts = rows[i].Split(':');
                residents[i] = new ResidentAssembly(parts[0], (int)(ReleaseVersion.Parse(parts[1]) >> 32));
            }

            return residents;
        }

        private static string[] Rows(string list)
        {
            return list.Length == 0 ? new string[0] : list.Split(',');
        }

        private SignedManifest Signed()
        {
            return new SignedManifest(_root.Read(), Digest());
        }
    }
}
