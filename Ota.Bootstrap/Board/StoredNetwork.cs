using System;
using System.Net.NetworkInformation;
using System.Text;

namespace NanoOta
{
    /// <summary>Name, password and options of the stored Wi-Fi, and the fixed address of its interface. Not thread-safe.</summary>
    /// <remarks>
    /// The platform gives the password in the clear (nf-interpreter,
    /// sys_net_native_System_Net_NetworkInformation_Wireless80211Configuration.cpp), and keeps the password in the clear itself. So the copy is no worse
    /// a secret than the original. What the platform gives nobody: certificates, and settings of Ethernet beyond the address.
    /// The bytes: authentication, encryption, radio, options, 1 for a fixed address, then strings with a length before each.
    /// </remarks>
    public sealed class StoredNetwork : INetworkConfiguration
    {
        private const int HeadLength = 5;
        private const int MaxText = 64;

        private int _position;

        /// <inheritdoc/>
        public int Read(byte[] buffer)
        {
            try
            {
                Wireless80211Configuration[] all = Wireless80211Configuration.GetAllWireless80211Configurations();
                if (all.Length == 0)
                {
                    return 0;
                }

                Wireless80211Configuration wifi = all[0];
                NetworkInterface station = Station();
                bool isFixed = station != null && !station.IsDhcpEnabled;
                buffer[0] = (byte)wifi.Authentication;
                buffer[1] = (byte)wifi.Encryption;
                buffer[2] = (byte)wifi.Radio;
                buffer[3] = (byte)wifi.Options;
                buffer[4] = (byte)(isFixed ? 1 : 0);
                _position = HeadLength;
                Add(buffer, wifi.Ssid);
                Add(buffer, wifi.Password);
                if (isFixed)
                {
                    Add(buffer, station.IPv4Address);
                    Add(buffer, station.IPv4SubnetMask);
                    Add(buffer, station.IPv4GatewayAddress);
                    string[] names = station.IPv4DnsAddresses;
                    Add(buffer, names.Length > 0 ? names[0] : string.Empty);
                    Add(buffer, names.Length > 1 ? names[1] : string.Empty);
                }

                return _position;
            }
            catch (Exception)
            {
                // A firmware without Wi-Fi, or a configuration that is longer than any real one.
                return 0;
            }
        }

        /// <summary>The name of the stored Wi-Fi; empty where none is stored, or where the firmware has no Wi-Fi. Never throws.</summary>
        public string ReadName()
        {
            try
            {
                Wireless80211Configuration[] all = Wireless80211Configuration.GetAllWireless80211Configurations();
                return all.Length == 0 || all[0].Ssid == null ? string.Empty : all[0].Ssid;
            }
            catch (Exception)
            {
                return string.Empty;
            }
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] configuration, int count)
        {
            try
            {
                Wireless80211Configuration wifi = Wireless80211Configuration.GetAllWireless80211Configurations()[0];
                wifi.Authentication = (AuthenticationType)configuration[0];
                wifi.Encryption = (EncryptionType)configuration[1];
                wifi.Radio = (RadioType)configuration[2];
                wifi.Options = (Wireless80211Configuration.ConfigurationOptions)configuration[3];
                _position = HeadLength;
                wifi.Ssid = Next(configuration);
                wifi.Password = Next(configuration);
                wifi.SaveConfiguration();
                PutAddressBack(configuration);
                return _position == count ? OtaResult.Ok : OtaResult.StateWriteFailed;
            }
            catch (Exception)
            {
                return OtaResult.StateWriteFailed;
            }
        }

        private void PutAddressBack(byte[] configuration)
        {
            NetworkInterface station = Station();
            if (configuration[4] == 0)
            {
                if (station != null)
                {
                    station.EnableDhcp();
                }

                return;
            }

            string address = Next(configuration);
            string mask = Next(configuration);
            string gateway = Next(configuration);
            string first = Next(configuration);
            string second = Next(configuration);
            if (station != null)
            {
                station.EnableStaticIPv4(address, mask, gateway);
                if (first.Length > 0)
                {
                    station.EnableStaticIPv4Dns(second.Length > 0 ? new string[] { first, second } : new string[] { first });
                }
            }
        }

        private static NetworkInterface Station()
        {
            NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].NetworkInterfaceType == NetworkInterfaceType.Wireless80211)
                {
                    return all[i];
                }
            }

            return null;
        }

        private void Add(byte[] buffer, string text)
        {
            byte[] bytes = text == null ? new byte[0] : Encoding.UTF8.GetBytes(text);
            int length = bytes.Length > MaxText ? MaxText : bytes.Length;
            buffer[_position] = (byte)length;
            Array.Copy(bytes, 0, buffer, _position + 1, length);
            _position += 1 + length;
        }

        private string Next(byte[] buffer)
        {
            int length = buffer[_position];
            string text = Encoding.UTF8.GetString(buffer, _position + 1, length);
            _position += 1 + length;
            return text;
        }
    }
}
