using System;
using System.Collections;
using System.Text;
using nanoFramework.Json;

namespace NanoOta
{
    /// <summary>Reads the payload of a manifest whose signature has been checked. docs/FORMAT.md lists every field and limit.</summary>
    /// <remarks>Keeps the first error and goes on with harmless values, so that the code reads as the format does. Not thread-safe.</remarks>
    public sealed class ManifestReader
    {
        /// <summary>The format that this client knows.</summary>
        public const int Format = 1;

        // The fifteen digits of JsonProfile; any JSON parser holds them exactly.
        private const long MaxNumber = 999999999999999;
        private const int MaxImageSize = 64 * 1024 * 1024;
        private const int MaxName = 64;
        private const int MaxUrl = 512;
        private const int MaxList = 32;
        private const int DigestCharacters = 43;

        private OtaResult _result;

        private ManifestReader()
        {
        }

        /// <summary>
        /// Parses JSON. On anything but <see cref="OtaResult.Ok"/> (250 to 258) there is no manifest.
        /// </summary>
        public static OtaResult Read(byte[] payload, int index, int count, out Manifest manifest)
        {
            manifest = null;
            OtaResult result = JsonProfile.Check(payload, index, count);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            Hashtable root;
            try
            {
                root = JsonConvert.DeserializeObject(Encoding.UTF8.GetString(payload, index, count), typeof(Hashtable)) as Hashtable;
            }
            catch (OutOfMemoryException)
            {
                return OtaResult.OutOfMemory;
            }
            catch (ArgumentException)
            {
                // The syntax has been checked, so this is what a key that stands twice gives.
                return OtaResult.FieldDuplicate;
            }
            catch (Exception)
            {
                return OtaResult.ManifestNotJson;
            }

            if (root == null)
            {
                return OtaResult.ManifestNotJson;
            }

            ManifestReader reader = new ManifestReader();
            Manifest read = reader.ReadRoot(root);
            if (reader._result == OtaResult.Ok)
            {
                manifest = read;
            }

            return reader._result;
        }

        private Manifest ReadRoot(Hashtable root)
        {
            Manifest m = new Manifest();
            if (Number(root, "format", 0, MaxNumber) != Format)
            {
                Fail(OtaResult.FormatUnsupported);
                return m;
            }

            m.Product = Name(root, "product");
            m.Sequence = Number(root, "sequence", 1, MaxNumber);
            m.Version = Version(root, "version");
            m.Issued = Number(root, "issued", 0, MaxNumber);
            m.Expires = Number(root, "expires", m.Issued, MaxNumber);
            m.DowngradeFrom = Optional(root, "downgradeFrom", 0, MaxNumber, 0);
            m.Notes = root.Contains("notes") ? Text(root, "notes", 0, 1024) : null;

            Hashtable requires = OptionalObject(root, "requires");
            m.Hardware = Names(requires, "hardware");
            m.Chip = (int)Optional(requires, "chip", 0, 65535, -1);
            m.FirmwareMinimum = OptionalVersion(requires, "firmware");
            m.BootstrapMinimum = OptionalVersion(requires, "bootstrap");
            m.FromMinimum = OptionalVersion(requires, "fromVersion");

            Hashtable rollout = OptionalObject(root, "rollout");
            m.RolloutPercent = (int)Optional(rollout, "percent", 0, 100, 100);
            m.RolloutSalt = rollout.Contains("salt") ? Text(rollout, "salt", 0, MaxName) : string.Empty;
            m.RolloutGroups = Names(rollout, "groups");

            Hashtable install = OptionalObject(root, "install");
            m.NotBefore = Optional(install, "notBefore", 0, MaxNumber, 0);
            m.WindowStart = (int)Optional(install, "windowStart", 0, 1439, -1);
            m.WindowEnd = (int)Optional(install, "windowEnd", 0, 1439, -1);
            m.IsCritical = Optional(install, "critical", 0, 1, 0) == 1;
            if ((m.WindowStart < 0) != (m.WindowEnd < 0))
            {
                Fail(OtaResult.FieldMissing);
            }
            else if (m.WindowStart >= 0 && m.WindowStart == m.WindowEnd)
            {
                // It would never open, and the release wait for ever without a word.
                Fail(OtaResult.FieldOutOfRange);
            }

            ReadImages(m, root);
            return m;
        }

        private void ReadImages(Manifest m, Hashtable root)
        {
            ArrayList list = List(root, "images");
            m.Images = new ManifestImage[list.Count];
            if (list.Count == 0 || list.Count > 2)
            {
                Fail(list.Count == 0 ? OtaResult.FieldMissing : OtaResult.FieldTooLong);
            }

            for (int i = 0; i < list.Count && _result == OtaResult.Ok; i++)
            {
                ManifestImage image = ReadImage(AsObject(list[i]));
                if (m.Images[0] != null && m.Images[0].Component == image.Component)
                {
                    Fail(OtaResult.ImageMissing);
                }

                m.Images[i] = image;
            }
        }

        private ManifestImage ReadImage(Hashtable source)
        {
            ManifestImage image = new ManifestImage();
            image.Component = Text(source, "component", 1, MaxName);
            if (image.Component != "app" && image.Component != "firmware")
            {
                Fail(OtaResult.FieldOutOfRange);
            }

            image.Version = Version(source, "version");
            image.Size = (int)Number(source, "size", 1, MaxImageSize);
            image.Digest = Digest(source, "sha256");
            image.Url = Text(source, "url", 1, MaxUrl);

            Hashtable table = AsObject(Required(source, "chunks"));
            image.TableUrl = Text(table, "url", 1, MaxUrl);
            image.TableSize = (int)Number(table, "size", ChunkTable.HeaderLength + ChunkTable.EntryLength, ChunkTable.MaxTableLength);
            image.TableDigest = Digest(table, "sha256");

            ArrayList natives = source.Contains("natives") ? List(source, "natives") : new ArrayList();
            image.Natives = new NativeAssembly[natives.Count];
            for (int i = 0; i < natives.Count && _result == OtaResult.Ok; i++)
            {
                Hashtable native = AsObject(natives[i]);
                image.Natives[i] = new NativeAssembly(Text(native, "name", 1, 128), (uint)Number(native, "checksum", 0, 4294967295));
            }

            ArrayList residents = source.Contains("residents") ? List(source, "residents") : new ArrayList();
            image.Residents = new ResidentAssembly[residents.Count];
            for (int i = 0; i < residents.Count && _result == OtaResult.Ok; i++)
            {
                Hashtable resident = AsObject(residents[i]);
                long version = ReleaseVersion.Parse(Version(resident, "version"));
                image.Residents[i] = new ResidentAssembly(Text(resident, "name", 1, 128), (int)(version >> 32));
            }

            return image;
        }

        private void Fail(OtaResult result)
        {
            if (_result == OtaResult.Ok)
            {
                _result = result;
            }
        }

        private object Required(Hashtable source, string field)
        {
            object value = source[field];
            if (value == null)
            {
                Fail(OtaResult.FieldMissing);
            }

            return value;
        }

        private Hashtable AsObject(object value)
        {
            Hashtable table = value as Hashtable;
            if (table == null)
            {
                Fail(OtaResult.FieldWrongType);
                table = new Hashtable();
            }

            return table;
        }

        private Hashtable OptionalObject(Hashtable source, string field)
        {
            return source.Contains(field) ? AsObject(source[field]) : new Hashtable();
        }

        private ArrayList List(Hashtable source, string field)
        {
            object value = Required(source, field);
            ArrayList list = value as ArrayList;
            if (list == null || list.Count > MaxList)
            {
                Fail(list == null ? OtaResult.FieldWrongType : OtaResult.FieldTooLong);
                list = new ArrayList();
            }

            return list;
        }

        private long Number(Hashtable source, string field, long minimum, long maximum)
        {
            object value = Required(source, field);
            long number;
            if (value is int)
            {
                number = (int)value;
            }
            else if (value is long)
            {
                number = (long)value;
            }
            else
            {
                Fail(OtaResult.FieldWrongType);
                return minimum;
            }

            if (number < minimum || number > maximum)
            {
                Fail(OtaResult.FieldOutOfRange);
                return minimum;
            }

            return number;
        }

        private long Optional(Hashtable source, string field, long minimum, long maximum, long otherwise)
        {
            return source.Contains(field) ? Number(source, field, minimum, maximum) : otherwise;
        }

        private string Text(Hashtable source, string field, int minimum, int maximum)
        {
            return CheckText(Required(source, field), minimum, maximum);
        }

        private string CheckText(object value, int minimum, int maximum)
        {
            string text = value as string;
            if (text == null)
            {
                Fail(OtaResult.FieldWrongType);
                return string.Empty;
            }

            if (text.Length < minimum || text.Length > maximum)
            {
                Fail(text.Length < minimum ? OtaResult.FieldOutOfRange : OtaResult.FieldTooLong);
            }

            return text;
        }

        // Names end up in URLs, file names and logs: letters, digits and . _ - only.
        private string Name(Hashtable source, string field)
        {
            return CheckName(Required(source, field));
        }

        private string CheckName(object value)
        {
            string name = CheckText(value, 1, MaxName);
            for (int i = 0; i < name.Length; i++)
            {
                int c = name[i];
                bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
                if (!good)
                {
                    Fail(OtaResult.FieldOutOfRange);
                }
            }

            return name;
        }

        private string[] Names(Hashtable source, string field)
        {
            if (!source.Contains(field))
            {
                return new string[0];
            }

            ArrayList list = List(source, field);
            string[] names = new string[list.Count];
            for (int i = 0; i < names.Length; i++)
            {
                names[i] = CheckName(list[i]);
            }

            return names;
        }

        private string Version(Hashtable source, string field)
        {
            string text = Text(source, field, 1, MaxName);
            if (ReleaseVersion.Parse(text) == ReleaseVersion.Invalid)
            {
                Fail(OtaResult.FieldOutOfRange);
            }

            return text;
        }

        private long OptionalVersion(Hashtable source, string field)
        {
            return source.Contains(field) ? ReleaseVersion.Parse(Version(source, field)) : 0;
        }

        private byte[] Digest(Hashtable source, string field)
        {
            string text = Text(source, field, 1, DigestCharacters);
            byte[] digest = new byte[32];
            if (text.Length != DigestCharacters || Base64Url.Decode(Encoding.UTF8.GetBytes(text), 0, DigestCharacters, digest) != digest.Length)
            {
                Fail(OtaResult.FieldOutOfRange);
            }

            return digest;
        }
    }
}
