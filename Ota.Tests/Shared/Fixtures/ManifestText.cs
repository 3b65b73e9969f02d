using System.Collections;
using System.Text;

namespace NanoOta.Tests
{
    /// <summary>A manifest's JSON, right in every field, of which a test changes some.</summary>
    public sealed class ManifestText
    {
        /// <summary>43 base64url characters that are 32 zero bytes.</summary>
        public const string ZeroDigest = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

        private readonly ArrayList _fields = new ArrayList();
        private readonly ArrayList _values = new ArrayList();

        /// <summary>The least that a manifest has, with one image of component app.</summary>
        public static ManifestText Root()
        {
            return new ManifestText().With("format", "1").With("product", "\"lamp\"").With("revision", "2").With("version", "\"1.1\"")
                .With("issued", "1790000000").With("expires", "1890000000").With("images", "[" + Image().ToString() + "]");
        }

        /// <summary>The least that an image has.</summary>
        public static ManifestText Image()
        {
            return new ManifestText().With("component", "\"app\"").With("version", "\"1.1\"").With("size", "1000")
                .With("sha256", "\"" + ZeroDigest + "\"").With("url", "\"1.1/app.img\"").With("chunks", Table().ToString());
        }

        /// <summary>The reference to a chunk table.</summary>
        public static ManifestText Table()
        {
            return new ManifestText().With("url", "\"1.1/app.chunks\"").With("sha256", "\"" + ZeroDigest + "\"");
        }

        /// <summary>A root with that image instead.</summary>
        public static ManifestText RootWith(ManifestText image)
        {
            return Root().With("images", "[" + image.ToString() + "]");
        }

        /// <summary>Sets a field to a JSON text.</summary>
        public ManifestText With(string field, string json)
        {
            int at = _fields.IndexOf(field);
            if (at >= 0)
            {
                _values[at] = json;
            }
            else
            {
                _fields.Add(field);
                _values.Add(json);
            }

            return this;
        }

        /// <summary>Leaves a field out.</summary>
        public ManifestText Without(string field)
        {
            int at = _fields.IndexOf(field);
            _fields.RemoveAt(at);
            _values.RemoveAt(at);
            return this;
        }

        /// <summary>Reads it as the client does.</summary>
        public OtaResult Read(out Manifest manifest)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(ToString());
            return ManifestReader.Read(bytes, 0, bytes.Length, out manifest);
        }

        /// <summary>Reads it, for tests that need the manifest only.</summary>
        public Manifest Read()
        {
            Manifest manifest;
            Expect.Result(OtaResult.Ok, Read(out manifest));
            return manifest;
        }

        /// <inheritdoc/>
        public override string ToString()
        {
            string text = "{";
            for (int i = 0; i < _fields.Count; i++)
            {
                text += (i == 0 ? "\"" : ",\"") + (string)_fields[i] + "\":" + (string)_values[i];
            }

            return text + "}";
        }
    }
}
