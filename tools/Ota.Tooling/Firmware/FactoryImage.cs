using System.Globalization;
using NanoOta.Formats;
using NanoOta.Tooling.Esp;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tooling.Firmware
{
    /// <summary>What a board is flashed with once.</summary>
    public sealed record FactoryRequest
    {
        /// <summary>The second-stage bootloader that ESP-IDF's build wrote.</summary>
        public required string Bootloader { get; init; }

        /// <summary>The partition table, .csv or .bin.</summary>
        public required string Partitions { get; init; }

        /// <summary>The firmware: nanoCLR with the application attached, or stock nanoCLR.</summary>
        public required byte[] Firmware { get; init; }

        /// <summary>Where the firmware came from, for messages.</summary>
        public required string FirmwareName { get; init; }

        /// <summary>The folder or image of the resident program for the partition 'deploy'; null where the application is attached.</summary>
        public string? Resident { get; init; }

        /// <summary>What happens when the firmware's natives are not known for sure, and the resident program needs some.</summary>
        public NativesPolicy Natives { get; init; }
    }

    /// <summary>A part of the file: what, where, how many bytes.</summary>
    public sealed record FactoryPart(string What, int Offset, int Size);

    /// <summary>
    /// One file for a board's flash, from offset 0 on: bootloader, partition table, firmware and, on stock boards, the resident program. Erased otadata
    /// makes the bootloader start the first app partition.
    /// </summary>
    public static class FactoryImage
    {
        private const byte DeploymentSubtype = 0x84;
        private const int MaxBootloader = 0x8000;
        private const int SectorSize = 4096;

        /// <summary>Makes the file's bytes. Throws with what does not fit.</summary>
        public static (byte[] Image, IReadOnlyList<FactoryPart> Parts) Make(FactoryRequest request)
        {
            byte[] bootloader = Files.ReadAll(request.Bootloader);
            EspImageInfo boot = ReadBootloader(bootloader, request.Bootloader);
            EspImageInfo firmware = EspFirmware.Read(request.Firmware, request.FirmwareName);
            Require(
                boot.ChipId == firmware.ChipId,
                $"{request.Bootloader} is for {EspChip.Name(boot.ChipId)}, and {request.FirmwareName} for {EspChip.Name(firmware.ChipId)}. Take both from one build.");
            PartitionTable table = PartitionFile.Load(request.Partitions);
            Partition slot = table.Factory ?? table.Ota(0) ?? throw new ToolException(ExitCode.BadInput, $"{request.Partitions} has no app partition. Give the boards' table.");
            List<(string What, int Offset, int Room, byte[] Bytes)> parts =
            [
                ("bootloader", OffsetOf(boot.ChipId), MaxBootloader - OffsetOf(boot.ChipId), bootloader),
                ("partition table", PartitionTable.DefaultOffset, SectorSize, table.ToBytes()),
                ($"firmware in {slot.Label}", slot.Offset, slot.Size, request.Firmware),
            ];
            if (request.Resident != null)
            {
                Partition deploy = table.Find(Partition.TypeData, DeploymentSubtype)
                    ?? throw new ToolException(ExitCode.BadInput, $"{request.Partitions} has no partition 'deploy' for the resident program. Give the table of the stock firmware.");
                ImageSource resident = ImageSource.Load(request.Resident);
                Require(resident.Assemblies.Count != 0, $"{request.Resident} holds no assemblies. Give the folder of the resident program.");
                byte[] program = AppImage.FromAssemblies(resident.Assemblies.Select(placed => placed.Assembly)).Bytes;
                CheckNatives(request, program);
                parts.Add(($"resident program in {deploy.Label}", deploy.Offset, deploy.Size, program));
            }

            foreach ((string what, _, int room, byte[] bytes) in parts)
            {
                Require(bytes.Length <= room, string.Create(CultureInfo.InvariantCulture, $"The {what} has {bytes.Length} bytes, and there is room for {room}. Take a larger partition, or a smaller image."));
            }

            byte[] flash = new byte[Align(parts.Max(part => part.Offset + part.Bytes.Length))];
            Array.Fill(flash, (byte)0xFF);
            parts.ForEach(part => part.Bytes.CopyTo(flash, part.Offset));
            return (flash, [.. parts.Select(part => new FactoryPart(part.What, part.Offset, part.Bytes.Length))]);
        }

        /// <summary>Where the ROM looks for the bootloader (ESP-IDF, CONFIG_BOOTLOADER_OFFSET_IN_FLASH).</summary>
        public static int OffsetOf(int chip) => EspChip.Name(chip) switch
        {
            "esp32" or "esp32s2" => 0x1000,
            "esp32p4" or "esp32c5" => 0x2000,
            _ => 0,
        };

        // A bootloader is an image of the same form, whose segments go where an application's never may.
        private static EspImageInfo ReadBootloader(byte[] bytes, string path)
        {
            int chip = bytes.Length >= EspImage.HeaderSize ? bytes[12] | (bytes[13] << 8) : 0;
            EspImageFault fault = EspImage.Verify(bytes, new EspTarget(chip, null, EspImageUse.Verify), out EspImageInfo? info);
            return info ?? (fault is EspImageFault.Description or EspImageFault.Mapping or EspImageFault.LoadAddress
                ? new EspImageInfo(bytes.Length, chip, [], [], null)
                : throw new ToolException(ExitCode.BadInput, EspFirmware.Words(path, fault)));
        }

        // nanoCLR starts nothing where one library of the deployment does not link, and says nothing. So the file is refused, with each name.
        private static void CheckNatives(FactoryRequest request, byte[] program)
        {
            AppSegmentFault fault = AppSegment.Create(program, [], out AppSegment? segment);
            Require(segment != null, $"{request.Resident} is no program for the partition 'deploy' ({fault}). Give the folder that the build wrote.");
            if (segment!.BootAssemblies.Any(assembly => assembly.Header.NativeChecksum != 0))
            {
                FirmwareFile.Read(request.Firmware, request.FirmwareName).CheckNatives(segment, request.Natives);
            }
        }

        private static int Align(int size) => (size + SectorSize - 1) & ~(SectorSize - 1);

        private static void Require(bool holds, string message)
        {
            if (!holds)
            {
                throw new ToolException(ExitCode.BadInput, message);
            }
        }
    }
}
