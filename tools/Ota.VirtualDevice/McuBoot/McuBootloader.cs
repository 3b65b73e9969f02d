using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>What the bootloader came to; an image is null if its primary slot holds none that may run.</summary>
    public sealed record McuBootChoice(McuBootInfo? NanoClr, McuBootInfo? Deployment, McuBootSwap DeploymentSwap);

    /// <summary>
    /// MCUboot with two images, swap-using-move or overwrite-only. The bootloader checks signatures, swaps, resumes a cut swap, and swaps back
    /// what was not confirmed.
    /// </summary>
    /// <remarks>
    /// <para>The swap moves every sector of the primary slot up by one, the last first. Then each sector of the secondary slot goes to its place
    /// in the primary. The moved one goes to the secondary. Each of these 3 n steps reads a sector that no step since has changed. The
    /// primary trailer records the step at its end, and a repeated step gives the same.</para>
    /// <para>A revert first asks for a permanent swap in the secondary trailer, as in MCUboot. Begun at once, a revert would erase the only sign
    /// of its need. Stricter than MCUboot: a magic is overwritten with zeros before its sector is erased. Simpler than MCUboot: one status entry a
    /// step of 8 bytes. There are no dependencies between the images, no downgrade prevention, no encryption. A failed write of flash ends the
    /// boot.</para>
    /// <para>Source: MCUboot's design.md, swap_move.c and loader.c.</para>
    /// </remarks>
    public sealed class McuBootloader
    {
        private readonly NorFlash _flash;
        private readonly McuBootOptions _options;

        public McuBootloader(NorFlash flash, McuBootOptions options)
        {
            _flash = flash;
            _options = options;
        }

        /// <summary>One pass from reset to the jump into nanoCLR.</summary>
        /// <exception cref="PowerCutException">The fault plan cut the power during the boot.</exception>
        public McuBootChoice Boot()
        {
            McuBootSwap swapped = Settle(_options.Layout.Deployment);
            Settle(_options.Layout.NanoClr);
            return new McuBootChoice(Verify(_options.Layout.NanoClr.Primary), Verify(_options.Layout.Deployment.Primary), swapped);
        }

        private McuBootSwap Settle(McuBootSlots slots)
        {
            McuBootTrailer primary = new(_flash, slots, slots.Primary);
            McuBootTrailer secondary = new(_flash, slots, slots.Secondary);
            if (_options.Layout.IsOverwriteOnly)
            {
                return secondary.HasMagic && IsAcceptable(slots, secondary) ? Overwrite(slots, secondary) : McuBootSwap.None;
            }

            bool done = true;
            if (!primary.HasMagic || primary.CopyDone)
            {
                McuBootSwap wanted = Wanted(primary, secondary);
                if (wanted == McuBootSwap.None || (wanted != McuBootSwap.Revert && !IsAcceptable(slots, secondary)))
                {
                    return McuBootSwap.None;
                }

                done = wanted != McuBootSwap.Revert || (secondary.Erase() && secondary.Request(McuBootSwap.Permanent));
                done = done && primary.Erase() && primary.Begin(wanted, Math.Max(Measure(slots.Primary), Measure(slots.Secondary)));
            }

            McuBootSwap type = primary.SwapType;
            return done && Swap(slots, primary, secondary) ? type : McuBootSwap.None;
        }

        private static McuBootSwap Wanted(McuBootTrailer primary, McuBootTrailer secondary)
        {
            if (secondary.HasMagic)
            {
                return secondary.ImageOk ? McuBootSwap.Permanent : McuBootSwap.Test;
            }

            return primary.HasMagic && !primary.ImageOk ? McuBootSwap.Revert : McuBootSwap.None;
        }

        // What is not to be run is taken off the list: its request, then its header.
        private bool IsAcceptable(McuBootSlots slots, McuBootTrailer secondary)
        {
            if (Verify(slots.Secondary) is { } image && image.Length <= slots.Capacity)
            {
                return true;
            }

            _ = secondary.Erase() && _flash.Erase(slots.Secondary.Offset, NorFlash.SectorSize) == FlashStatus.Ok;
            return false;
        }

        private bool Swap(McuBootSlots slots, McuBootTrailer primary, McuBootTrailer secondary)
        {
            int sectors = (primary.SwapSize + NorFlash.SectorSize - 1) / NorFlash.SectorSize;
            int first = primary.CountDone(3 * sectors);
            if (first == 0 && !secondary.Erase())
            {
                return false;
            }

            for (int step = first; step < 3 * sectors; step++)
            {
                int sector = (step - sectors) / 2;
                bool copied = step < sectors
                    ? Copy(slots.Primary, sectors - 1 - step, slots.Primary, sectors - step)
                    : (step - sectors) % 2 == 0
                        ? Copy(slots.Secondary, sector, slots.Primary, sector)
                        : Copy(slots.Primary, sector + 1, slots.Secondary, sector);
                if (!copied || !primary.MarkDone(step))
                {
                    return false;
                }
            }

            // In this order: what is in to stay must never be taken for a test.
            return (primary.SwapType == McuBootSwap.Test || primary.WriteImageOk()) && primary.WriteCopyDone();
        }

        private McuBootSwap Overwrite(McuBootSlots slots, McuBootTrailer secondary)
        {
            int sectors = (Measure(slots.Secondary) + NorFlash.SectorSize - 1) / NorFlash.SectorSize;
            for (int sector = 0; sector < sectors; sector++)
            {
                if (!Copy(slots.Secondary, sector, slots.Primary, sector))
                {
                    return McuBootSwap.None;
                }
            }

            return secondary.Erase() ? McuBootSwap.Permanent : McuBootSwap.None;
        }

        private bool Copy(Partition from, int sector, Partition to, int target)
        {
            byte[] bytes = new byte[NorFlash.SectorSize];
            int offset = to.Offset + (target * NorFlash.SectorSize);
            return _flash.Read(from.Offset + (sector * NorFlash.SectorSize), bytes) == FlashStatus.Ok
                && _flash.Erase(offset, NorFlash.SectorSize) == FlashStatus.Ok
                && _flash.Write(offset, bytes) == FlashStatus.Ok;
        }

        private int Measure(Partition slot) => McuBootSlotReader.Read(_flash, slot, out McuBootInfo? info) != null && info != null ? info.Length : 0;

        private McuBootInfo? Verify(Partition slot)
        {
            byte[]? bytes = McuBootSlotReader.Read(_flash, slot, out McuBootInfo? info);
            return bytes != null && info != null && IsSigned(bytes, info) ? info : null;
        }

        // What a signature covers is the digest that has just been computed.
        private bool IsSigned(byte[] bytes, McuBootInfo info)
        {
            if (_options.Verdicts == null)
            {
                return McuBootImage.CheckSignature(bytes, info, _options.PublicKey) == McuBootFault.None;
            }

            string inputs = string.Join('.', info.Tlvs.Select(tlv => $"{tlv.Type}:{tlv.IsProtected}:{Convert.ToHexString(bytes, tlv.Offset, tlv.Length)}").Prepend(Convert.ToHexString(info.Digest)));
            return _options.Verdicts.GetOrAdd(inputs, _ => McuBootImage.CheckSignature(bytes, info, _options.PublicKey) == McuBootFault.None);
        }
    }

    /// <summary>Reads the image at the start of a slot, and no more of the flash than the image has bytes.</summary>
    internal static class McuBootSlotReader
    {
        /// <summary>The bytes, and what they say if structure and SHA-256 hold; null if there is no header.</summary>
        internal static byte[]? Read(NorFlash flash, Partition slot, out McuBootInfo? info)
        {
            info = null;
            byte[] header = new byte[McuBootImage.HeaderSize];
            if (flash.Read(slot.Offset, header) != FlashStatus.Ok || !McuBootImage.IsImage(header))
            {
                return null;
            }

            // The TLV areas have at most 64 KiB each; nobody makes them larger than one sector.
            long wanted = BitConverter.ToUInt16(header, 8) + (long)BitConverter.ToUInt32(header, 12) + BitConverter.ToUInt16(header, 10) + NorFlash.SectorSize;
            byte[] bytes = new byte[(int)Math.Min(wanted, slot.Size)];
            if (flash.Read(slot.Offset, bytes) != FlashStatus.Ok)
            {
                return null;
            }

            McuBootImage.Check(bytes, out info);
            return bytes;
        }
    }
}
