using System;
using System.Net.NetworkInformation;

namespace NanoOta
{
    /// <summary>What tells this board from its sisters.</summary>
    public static class DeviceIdentity
    {
        // A device with the place of others in a rollout is better than one that never updates.
        private const string Unnamed = "unnamed";

        private const string Digits = "0123456789abcdef";

        /// <summary>
        /// The MAC address of the first network interface for <see cref="OtaOptions.DeviceId"/>, in the form of esptool ("30:ae:a4:00:00:01"). ESP32
        /// firmware has the address from the chip's eFuses, with no network yet. A board that tells no address is "unnamed".
        /// </summary>
        public static string Read()
        {
            string id = string.Empty;
            try
            {
                byte[] address = NetworkInterface.GetAllNetworkInterfaces()[0].PhysicalAddress;
                for (int i = 0; i < address.Length; i++)
                {
                    id += (i == 0 ? string.Empty : ":") + Digits[address[i] >> 4] + Digits[address[i] & 15];
                }
            }
            catch (Exception)
            {
                // A board without a network configuration must still start.
            }

            return id.Length == 0 ? Unnamed : id;
        }
    }
}
