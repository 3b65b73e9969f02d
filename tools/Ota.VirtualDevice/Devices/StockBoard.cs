using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>What a board with stock firmware leaves the workbench with.</summary>
    public static class StockBoard
    {
        /// <summary>Bytes of its flash.</summary>
        public const int FlashSize = 0x400000;

        /// <summary>
        /// What <c>nanoff</c> does with an empty board of 4 MB: firmware, then the deployment. The firmware makes the drive at its first start.
        /// </summary>
        /// <param name="deployment">The assemblies of the deployment, each as <see cref="HostPe"/>, padded to 4.</param>
        /// <param name="firmwareVersion">The version in the firmware's description, at most 31 bytes.</param>
        /// <exception cref="ArgumentException">The deployment is larger than its partition.</exception>
        public static NorFlash Create(byte[] deployment, string firmwareVersion)
        {
            PartitionTable table = PartitionTable.CreateStock4MB();
            Partition partition = table.Find(Partition.TypeData, Partition.SubtypeDeployment)!;
            if (deployment.Length > partition.Size)
            {
                throw new ArgumentException("The deployment is larger than its partition.", nameof(deployment));
            }

            NorFlash flash = new(FlashSize);
            Board.Provision(flash, table, new EspImageBuilder { Version = firmwareVersion, ProjectName = "nanoCLR" }.Build());
            flash.Program(partition.Offset, deployment);
            return flash;
        }
    }
}
