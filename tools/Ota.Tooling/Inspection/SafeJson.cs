using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>
    /// JSON of anybody. The library's nodes read names and texts late, and find what is wrong where somebody prints the node; here all of it is read at once.
    /// </summary>
    internal static class SafeJson
    {
        /// <summary>The node. Throws <see cref="JsonException"/> for anything that is not whole JSON: names that come twice, lone surrogates, wrong UTF-8.</summary>
        public static JsonNode Parse(byte[] bytes)
        {
            try
            {
                JsonNode node = JsonNode.Parse(
                    bytes,
                    documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
                    ?? throw new JsonException("It is null.");
                Read(node);
                return node;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                throw new JsonException("A name or a text is no text.", e);
            }
        }

        // At most 64 levels: the parser's own bound.
        private static void Read(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject fields:
                    foreach ((_, JsonNode? value) in fields)
                    {
                        Read(value);
                    }

                    break;
                case JsonArray items:
                    foreach (JsonNode? item in items)
                    {
                        Read(item);
                    }

                    break;
                case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                    value.GetValue<string>();
                    break;
            }
        }
    }
}
