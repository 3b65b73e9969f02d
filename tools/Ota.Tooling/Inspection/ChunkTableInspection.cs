using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows a chunk table. The file has no header, so its length and its digests say whether the file is one.</summary>
    internal static class ChunkTableInspection
    {
        public static bool IsTable(byte[] data) => ChunksOf(data.Length) > 0 && ProvenGroups(data) > 0;

        /// <summary>The table as an object; damaged groups are counted.</summary>
        public static JsonObject Inspect(byte[] data)
        {
            int chunks = ChunksOf(data.Length);
            int head = HeadOf(chunks);
            return new JsonObject
            {
                ["kind"] = "chunk table",
                ["size"] = data.Length,
                ["identity"] = DigestText.Of(SHA256.HashData(data.AsSpan(0, head))),
                ["groups"] = head / ChunkDigest.Length,
                ["provenGroups"] = ProvenGroups(data),
                ["chunks"] = chunks,
                ["imageSize"] = $"{((chunks - 1) * ChunkDigest.BufferLength) + 1} to {chunks * ChunkDigest.BufferLength}",
            };
        }

        private static int HeadOf(int chunks) => ChunkTable.HeadLength(chunks * ChunkDigest.BufferLength);

        // 0: a table has no such length.
        private static int ChunksOf(int length)
        {
            int digests = length / ChunkDigest.Length;
            int chunks = digests - ((digests + ChunkTable.GroupChunks) / (ChunkTable.GroupChunks + 1));
            return chunks > 0 && HeadOf(chunks) + (chunks * ChunkDigest.Length) == length ? chunks : 0;
        }

        private static int ProvenGroups(byte[] data)
        {
            int chunks = ChunksOf(data.Length);
            ChunkTable table = new(data[..HeadOf(chunks)], chunks * ChunkDigest.BufferLength);
            int proven = 0;
            for (int group = 0; group < table.GroupCount; group++)
            {
                table.Clear();
                data.AsSpan(table.OffsetOf(group), table.ChunksIn(group) * ChunkDigest.Length).CopyTo(table.Digests);
                proven += table.Prove(group) ? 1 : 0;
            }

            return proven;
        }
    }
}
