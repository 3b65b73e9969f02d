namespace NanoOta
{
    /// <summary>A transport whose servers prove themselves by certificates. A transport that wraps such a one passes the call on.</summary>
    public interface IAuthorities
    {
        /// <summary>Says which authorities count from the next request on. Not during a request. Never throws.</summary>
        /// <param name="authorities">Certificates of root CAs, in PEM any number; null for those that the transport was made with.</param>
        /// <returns><see cref="OtaResult.Ok"/>; <see cref="OtaResult.SettingAuthoritiesInvalid"/> for other bytes, and nothing changes.</returns>
        OtaResult Trust(byte[] authorities);
    }
}
