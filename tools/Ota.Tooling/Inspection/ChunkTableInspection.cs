using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows a chunk table.</summary>
    internal static class ChunkTableInspection
    {
        public static JsonObject Inspect(byte[] data, string name)
        {
            int imageSize = data.Length >= ChunkTable.HeaderLength ? BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(12)) : 0;
            OtaResult result = ChunkTable.Open((byte[])data.Clone(), imageSize, out ChunkTable table);
            if (result != OtaResult.Ok)
            {
                throw new ToolException(ExitCode.BadInput, $"{name} is not a sound chunk table: {ResultText.WithCode(result)}. Run 'nanoota pack' again.");
            }

            JsonArray chunks = [];
            int offset = 0;
            int shortest = int.MaxValue;
            int longest = 0;
            for (int i = 0; i < table.Count; i++)
            {
                int length = table.LengthOf(i);
                int entry = ChunkTable.HeaderLength + (i * ChunkTable.EntryLength);
                chunks.Add(new JsonObject
                {
                    ["offset"] = offset,
                    ["length"] = length,
                    ["digest"] = Convert.ToHexStringLower(data.AsSpan(entry + 2, ChunkDigest.Length)),
                });
                offset += length;
                shortest = Math.Min(shortest, length);
                longest = Math.Max(longest, length);
            }

            return new JsonObject
            {
                ["kind"] = "chunk table",
                ["size"] = data.Length,
                ["method"] = table.Method == ChunkMethod.Fixed ? "fixed" : "content-defined",
                ["imageSize"] = imageSize,
                ["count"] = table.Count,
                ["shortest"] = shortest,
                ["longest"] = longest,
                ["average"] = imageSize / table.Count,
                ["chunks"] = chunks,
            };
        }
    }
}
