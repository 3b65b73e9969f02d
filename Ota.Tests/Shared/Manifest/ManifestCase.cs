using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>One field of a manifest with another value than the good one, and what reading it must give.</summary>
    public static class ManifestCase
    {
        /// <summary>Values of no field's type but that of integers and strings: what neither of both may be.</summary>
        public static readonly string[] NeitherNumberNorText = { "true", "{}", "[]", "[1]", "{\"a\":1}" };

        /// <summary>
        /// A row of a table: the rule, the field, its JSON and the code. A field of an object is written "image.size". "#65" stands for a text of 65
        /// letters.
        /// </summary>
        public static void Field(string rule, string path, string json, OtaResult expected)
        {
            string value = json[0] == '#' ? Letters(int.Parse(json.Substring(1))) : json;
            int dot = path.IndexOf('.');
            string field = path.Substring(dot + 1);
            Check(With(dot < 0 ? string.Empty : path.Substring(0, dot), field, value), rule + "; " + path + ":" + json, expected);
        }

        /// <summary>A field of the root.</summary>
        public static void Root(string field, string json, OtaResult expected)
        {
            Check(ManifestText.Root().With(field, json), field + ":" + json, expected);
        }

        /// <summary>A field of one of the root's objects, which has no other.</summary>
        public static void Section(string section, string field, string json, OtaResult expected)
        {
            Check(WithSection(section, field, json), section + "." + field + ":" + json, expected);
        }

        /// <summary>A root with an object that has one field.</summary>
        public static ManifestText WithSection(string section, string field, string json)
        {
            return ManifestText.Root().With(section, new ManifestText().With(field, json).ToString());
        }

        /// <summary>A field of the image.</summary>
        public static void Image(string field, string json, OtaResult expected)
        {
            Check(ManifestText.RootWith(ManifestText.Image().With(field, json)), "image." + field + ":" + json, expected);
        }

        /// <summary>A field of the reference to the chunk table.</summary>
        public static void Table(string field, string json, OtaResult expected)
        {
            Image("chunks", ManifestText.Table().With(field, json).ToString(), expected);
        }

        /// <summary>A field of a native assembly.</summary>
        public static void Native(string field, string json, OtaResult expected)
        {
            Image("natives", "[" + Native().With(field, json).ToString() + "]", expected);
        }

        /// <summary>A native assembly.</summary>
        public static ManifestText Native()
        {
            return new ManifestText().With("name", "\"a\"").With("checksum", "1");
        }

        private static ManifestText With(string owner, string field, string json)
        {
            switch (owner)
            {
                case "":
                    return ManifestText.Root().With(field, json);
                case "image":
                    return ManifestText.RootWith(ManifestText.Image().With(field, json));
                case "table":
                    return With("image", "chunks", ManifestText.Table().With(field, json).ToString());
                case "delta":
                    return With("image", "delta", new ManifestText().With(field, json).ToString());
                case "native":
                    return With("image", "natives", "[" + Native().With(field, json).ToString() + "]");
                default:
                    return WithSection(owner, field, json);
            }
        }

        /// <summary>The manifest gives that result, and an object only when it is Ok.</summary>
        public static void Check(ManifestText text, string what, OtaResult expected)
        {
            Manifest manifest;
            Expect.Result(expected, text.Read(out manifest), what);
            Assert.AreEqual(expected == OtaResult.Ok, manifest != null, what);
        }

        /// <summary>A JSON string of that many letters.</summary>
        public static string Letters(int count)
        {
            return "\"" + new string('a', count) + "\"";
        }

        /// <summary>A JSON array of the same element so many times.</summary>
        public static string Times(int count, string element)
        {
            string list = "[";
            for (int i = 0; i < count; i++)
            {
                list += i == 0 ? element : "," + element;
            }

            return list + "]";
        }
    }
}
