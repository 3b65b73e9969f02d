using System.Text;
using NanoOta.Formats;

namespace NanoOta.Tooling.Firmware
{
    /// <summary>A partition table as people have it: a .csv file, or the table's bytes.</summary>
    internal static class PartitionFile
    {
        /// <summary>The entries of a file.</summary>
        public static IReadOnlyList<Partition> Read(string path)
        {
            byte[] bytes = Files.ReadAll(path);
            return bytes.AsSpan().StartsWith((byte[])[0xAA, 0x50]) ? ReadBinary(bytes, path) : ReadText(bytes, path);
        }

        /// <summary>A sound table.</summary>
        public static PartitionTable Load(string path)
        {
            try
            {
                return PartitionTable.Create(int.MaxValue, [.. Read(path)]);
            }
            catch (ArgumentException e)
            {
                throw new ToolException(ExitCode.BadInput, $"The partition table in {path} is not sound: {e.Message.Split(" (")[0].TrimEnd('.')}. Write it anew.", e);
            }
        }

        private static IReadOnlyList<Partition> ReadBinary(byte[] bytes, string path) =>
            PartitionTable.TryParse(bytes, int.MaxValue, out PartitionTable? table, out string? fault)
                ? table.Partitions
                : throw new ToolException(ExitCode.BadInput, $"The partition table in {path} is not sound: {fault.TrimEnd('.')}. Write it anew.");

        private static IReadOnlyList<Partition> ReadText(byte[] bytes, string path)
        {
            if (bytes.Contains((byte)0))
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is not a partition table: it is no text, and does not begin with AA 50. Give the table's .csv or .bin file.");
            }

            try
            {
                return PartitionCsv.Parse(Encoding.UTF8.GetString(bytes));
            }
            catch (FormatException e)
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is not a partition table. {e.Message}", e);
            }
        }
    }
}
