using NanoOta.Formats;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>What the facts say that the bootloader does, written apart from it: rules 2 to 5 for two OTA slots.</summary>
    internal static class BootOracle
    {
        private const uint None = 0xFFFFFFFF;

        /// <summary>CRCs from the facts and, for 3 to 6, from Python: binascii.crc32(struct.pack("&lt;I", n), 0xFFFFFFFF).</summary>
        internal static uint KnownCrc(uint sequence) => sequence switch
        {
            1 => 0x4743989A,
            2 => 0x55F63774,
            3 => 0xED4A5011,
            5 => 0xC8210FCD,
            6 => 0xDA94A023,
            _ => throw new ArgumentOutOfRangeException(nameof(sequence)),
        };

        /// <summary>Slot that runs (-1 factory, -2 nothing) and what otadata holds afterwards.</summary>
        internal static (int Slot, OtaEntry First, OtaEntry Second) Boot(
            OtaEntry first, OtaEntry second, bool rollback, bool hasFactory, bool factoryBoots, bool[] slotBoots)
        {
            OtaEntry[] entries = [first, second];
            int start = -1;
            bool initial = false;
            if (rollback)
            {
                for (int i = 0; i < 2; i++)
                {
                    if ((uint)entries[i].State == 1)
                    {
                        entries[i] = entries[i] with { State = (OtaImageState)4 };
                    }
                }
            }

            if (Dead(entries[0]) && Dead(entries[1]))
            {
                start = hasFactory ? -1 : 0;
                initial = !hasFactory && Foreign(entries[0]) && Foreign(entries[1]);
            }
            else
            {
                int best = -1;
                for (int i = 0; i < 2; i++)
                {
                    bool valid = !Dead(entries[i]) && !Foreign(entries[i]);
                    if (valid && (best < 0 || entries[i].Sequence > entries[best].Sequence))
                    {
                        best = i;
                    }
                }

                if (best >= 0)
                {
                    start = (int)((entries[best].Sequence - 1) % 2);
                    if (rollback && (uint)entries[best].State == 0)
                    {
                        entries[best] = entries[best] with { State = (OtaImageState)1 };
                    }
                }
            }

            int[] order = start switch { -1 => [-1, 0, 1], 0 => [0, -1, 1], _ => [1, 0, -1] };
            foreach (int slot in order)
            {
                if (slot < 0 ? hasFactory && factoryBoots : slotBoots[slot])
                {
                    if (initial && slot >= 0)
                    {
                        entries[0] = new OtaEntry((uint)slot + 1, (OtaImageState)2, KnownCrc((uint)slot + 1));
                    }

                    return (slot, entries[0], entries[1]);
                }
            }

            return (-2, entries[0], entries[1]);
        }

        private static bool Dead(OtaEntry entry) => entry.Sequence == None || (uint)entry.State == 3 || (uint)entry.State == 4;

        private static bool Foreign(OtaEntry entry) => entry.Sequence == None || entry.Crc != KnownCrc(entry.Sequence);
    }
}
