namespace NanoOta
{
    /// <summary>Which addresses a platform's HttpWebRequest reaches.</summary>
    internal enum AddressRule
    {
        /// <summary>Literal IPv6 addresses, too.</summary>
        All = 0,

        /// <summary>DNS names and IPv4 addresses.</summary>
        NamesAndIPv4 = 1,
    }
}
