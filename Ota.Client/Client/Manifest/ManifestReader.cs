using System;
using System.Collections;
using System.Text;

namespace NanoOta
{
    /// <summary>Reads the payload of a manifest whose signature has been checked. docs/FORMAT.md lists every field and limit.</summary>
    /// <remarks>Keeps the first error and goes on with harmless values, so that the code reads as the format does. Not thread-safe.</remarks>
    public sealed class ManifestReader
    {
        /// <summary>The format that this client knows.</summary>
        public const int Format = 1;

        // The fifteen digits of JsonProfile; any JSON parser holds them exactly.
        internal const long MaxNumber = 999999999999999;
        internal const int MaxImageSize = 64 * 1024 * 1024;
        internal const int MaxName = 64;
        internal const int MaxUrl = 512;
        private const int MaxList = 32;
        private const int DigestCharacters = 43;

        private OtaResult _result;

        private ManifestReader()
        {
        }

        /// <summary>Parses JSON. There is a manifest with <see cref="OtaResult.Ok"/> alone.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, or what is wrong with the payload (250 to 258).</returns>
        public static OtaResult Read(byte[] payload, int index, int count, out Manifest manifest)
        {
            manifest = null;
            JsonFields root;
            try
            {
                OtaResult result = JsonProfile.Read(payload, index, count, out root);
                if (result != OtaResult.Ok)
                {
                    return result;
                }
            }
            catch (OutOfMemoryException)
            {
                return OtaResult.OutOfMemory;
            }

            ManifestReader reader = new ManifestReader();
            Manifest read = new Manifest(reader, root);
            if (reader._result == OtaResult.Ok)
            {
                manifest = read;
            }

            return reader._result;
        }

        /// <summary>One or two images of different components.</summary>
        internal ManifestImage[] Images(JsonFields root)
        {
            ArrayList list = List(root, "images");
            ManifestImage[] images = new ManifestImage[list.Count];
            if (list.Count == 0 || list.Count > 2)
            {
                Fail(list.Count == 0 ? OtaResult.FieldMissing : OtaResult.FieldTooLong);
            }

            for (int i = 0; i < list.Count && _result == OtaResult.Ok; i++)
            {
                images[i] = new ManifestImage(this, AsObject(list[i]));
                if (i > 0 && images[0].Component == images[i].Component)
                {
                    Fail(OtaResult.ImageMissing);
                }
            }

            return images;
        }

        /// <summary>What an image links to; empty if the manifest does not say.</summary>
        internal NativeAssembly[] Natives(JsonFields source)
        {
            ArrayList list = OptionalList(source, "natives");
            NativeAssembly[] natives = new NativeAssembly[list.Count];
            for (int i = 0; i < list.Count && _result == OtaResult.Ok; i++)
            {
                JsonFields native = AsObject(list[i]);
                natives[i] = new NativeAssembly(Text(native, "name", 1, 128), (uint)Number(native, "checksum", 0, 4294967295));
            }

            return natives;
        }

        /// <summary>What a device has to have for an image; empty if the manifest does not say.</summary>
        internal ResidentAssembly[] Residents(JsonFields source)
        {
            ArrayList list = OptionalList(source, "residents");
            ResidentAssembly[] residents = new ResidentAssembly[list.Count];
            for (int i = 0; i < list.Count && _result == OtaResult.Ok; i++)
            {
                JsonFields resident = AsObject(list[i]);
                long version = ReleaseVersion.Parse(Version(resident, "version"));
                residents[i] = new ResidentAssembly(Text(resident, "name", 1, 128), (int)(version >> 32));
            }

            return residents;
        }

        internal void Fail(OtaResult result)
        {
            if (_result == OtaResult.Ok)
            {
                _result = result;
            }
        }

        internal object Required(JsonFields source, string field)
        {
            object value = source[field];
            if (value == null)
            {
                Fail(OtaResult.FieldMissing);
            }

            return value;
        }

        internal JsonFields AsObject(object value)
        {
            JsonFields table = value as JsonFields;
            if (table == null)
            {
                Fail(OtaResult.FieldWrongType);
                table = new JsonFields();
            }

            return table;
        }

        internal JsonFields OptionalObject(JsonFields source, string field)
        {
            return source.Contains(field) ? AsObject(source[field]) : new JsonFields();
        }

        private ArrayList List(JsonFields source, string field)
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

        private ArrayList OptionalList(JsonFields source, string field)
        {
            return source.Contains(field) ? List(source, field) : new ArrayList();
        }

        internal long Number(JsonFields source, string field, long minimum, long maximum)
        {
            object value = Required(source, field);
            long number;
            if (value is long)
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

        internal long Optional(JsonFields source, string field, long minimum, long maximum, long otherwise)
        {
            return source.Contains(field) ? Number(source, field, minimum, maximum) : otherwise;
        }

        internal string Text(JsonFields source, string field, int minimum, int maximum)
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
        internal string Name(JsonFields source, string field)
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

        internal string[] Names(JsonFields source, string field)
        {
            ArrayList list = OptionalList(source, field);
            string[] names = new string[list.Count];
            for (int i = 0; i < names.Length; i++)
            {
                names[i] = CheckName(list[i]);
            }

            return names;
        }

        internal string Version(JsonFields source, string field)
        {
            string text = Text(source, field, 1, MaxName);
            if (ReleaseVersion.Parse(text) == ReleaseVersion.Invalid)
            {
                Fail(OtaResult.FieldOutOfRange);
            }

            return text;
        }

        internal long OptionalVersion(JsonFields source, string field)
        {
            return source.Contains(field) ? ReleaseVersion.Parse(Version(source, field)) : 0;
        }

        internal byte[] Digest(JsonFields source, string field)
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
