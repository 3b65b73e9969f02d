using NanoOta.Formats;

namespace NanoOta.Tooling.Firmware
{
    /// <summary>How many bytes an image may have: those of the smallest OTA slot.</summary>
    public static class SlotSize
    {
        /// <summary>Reads --slot-size: decimal or 0x, in bytes, or with K or M behind.</summary>
        public static int Parse(string text)
        {
            try
            {
                int size = PartitionCsv.ParseSize(text);
                return size > 0 ? size : throw new FormatException("The size is not positive.");
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                throw new ToolException(ExitCode.Usage, $"--slot-size '{text}' is not a size: take bytes, such as 0x1D0000 or 1856K.", e);
            }
        }

        /// <summary>Finds the smallest OTA slot of a partition table: a .csv file, or the table's bytes.</summary>
        public static int OfTable(string path)
        {
            IReadOnlyList<Partition> partitions = PartitionFile.Read(path);
            int[] slots = [.. partitions.Where(partition => partition.IsOta).Select(partition => partition.Size)];
            return slots.Length >= 2
                ? slots.Min()
                : throw new ToolException(ExitCode.BadInput, $"{path} has {slots.Length} OTA slots: a firmware that is updated needs two (Ota.Bootstrap/partitions).");
        }
    }
}
