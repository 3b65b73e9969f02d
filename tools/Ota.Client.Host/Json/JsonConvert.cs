using System;
using System.Collections;
using System.Text.Json;

namespace nanoFramework.Json
{
    /// <summary>
    /// nanoFramework.Json's <c>DeserializeObject(string, typeof(Hashtable))</c> on System.Text.Json, with what its callers can see of it:
    /// Int32 or Int64 by size, DateTime for strings that look like one, ArgumentException for a key that stands twice.
    /// </summary>
    public static class JsonConvert
    {
        /// <summary>Only <see cref="Hashtable"/> is known as a type.</summary>
        public static object DeserializeObject(string value, Type type)
        {
            if (type != typeof(Hashtable))
            {
                throw new NotSupportedException("The host's shim reads into a Hashtable only.");
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = 200 });
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? Read(document.RootElement)
                    : throw new DeserializationException();
            }
            catch (JsonException)
            {
                throw new DeserializationException();
            }
        }

        private static object Read(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    Hashtable table = [];
                    foreach (JsonProperty property in element.EnumerateObject())
                    {
                        table.Add(property.Name, Read(property.Value));
                    }

                    return table;
                case JsonValueKind.Array:
                    ArrayList list = [];
                    foreach (JsonElement item in element.EnumerateArray())
                    {
                        list.Add(Read(item));
                    }

                    return list;
                case JsonValueKind.String:
                    return LooksLikeDate(element.GetString(), out DateTime date) ? date : element.GetString();
                case JsonValueKind.Number:
                    return element.TryGetInt32(out int small) ? small : element.TryGetInt64(out long large) ? (object)large : element.GetDouble();
                case JsonValueKind.True:
                    return true;
                case JsonValueKind.False:
                    return false;
                default:
                    return null;
            }
        }

        private static bool LooksLikeDate(string text, out DateTime date)
        {
            date = default;
            return text.Length >= 18 && text[4] == '-' && text[7] == '-' && text[10] == 'T'
                && DateTime.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out date);
        }
    }

    /// <summary>What nanoFramework.Json throws for anything that is not JSON.</summary>
    public class DeserializationException : Exception
    {
    }
}
