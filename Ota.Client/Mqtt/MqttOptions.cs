namespace NanoOta
{
    /// <summary>How the connection to the broker is protected.</summary>
    public enum MqttProtection
    {
        /// <summary>TLS 1.2 (RFC 5246). The broker's certificate is checked.</summary>
        Tls12 = 0,

        /// <summary>TLS 1.3 (RFC 8446). The broker's certificate is checked.</summary>
        Tls13 = 1,

        /// <summary>Unsafe: everybody on the way reads user and password, and may ask for checks.</summary>
        UnsafePlain = 2,
    }

    /// <summary>Where the broker is, and what the broker wants to know. Do not change the options after the start.</summary>
    public sealed class MqttOptions
    {
        /// <summary>Characters of <see cref="TopicRoot"/>, product and device id, each, that the broker is asked to carry.</summary>
        public const int MaxName = 64;

        /// <summary>The broker's name, which its certificate must have, or its IPv4 address.</summary>
        public string Broker;

        /// <summary>The broker's TCP port, 1 to 65535; 0 for 8883 with TLS and 1883 without.</summary>
        public int Port;

        /// <summary>How the connection is protected.</summary>
        public MqttProtection Protection;

        /// <summary>Authorities, as PEM or one as DER; null for the firmware's.</summary>
        public byte[] CertificateAuthority;

        /// <summary>The user; null for none.</summary>
        public string User;

        /// <summary>The user's password; null for none.</summary>
        public string Password;

        /// <summary>The first level of every topic, 1 to <see cref="MaxName"/> characters.</summary>
        public string TopicRoot = "nanoota";

        /// <summary>Seconds without a packet after which the client asks whether the broker is there, 10 to 1200.</summary>
        public int KeepAlive = 60;

        /// <summary>Milliseconds before the second attempt to connect, at most, 1 to <see cref="LongestPause"/>. Doubled after each failure.</summary>
        public int FirstPause = 5000;

        /// <summary>Milliseconds between two attempts at most, up to 86400000 (a day).</summary>
        public int LongestPause = 900000;

        /// <summary>Milliseconds of a connection after which its end counts as no failure, 0 to 3600000.</summary>
        public int SteadyAfter = 60000;

        /// <summary>Whether the values are in their ranges. <see cref="OtaResult.Ok"/>, <see cref="OtaResult.ArgumentInvalid"/>.</summary>
        public OtaResult Check()
        {
            return Broker != null && Broker.Length > 0 && Broker.Length <= 255
                && Port >= 0 && Port <= 65535
                && MqttTopics.IsName(TopicRoot)
                && Protection >= MqttProtection.Tls12 && Protection <= MqttProtection.UnsafePlain
                && KeepAlive >= 10 && KeepAlive <= 1200
                && FirstPause >= 1 && FirstPause <= LongestPause && LongestPause <= RetryPolicy.MaxDelayMilliseconds
                && SteadyAfter >= 0 && SteadyAfter <= 3600000
                    ? OtaResult.Ok
                    : OtaResult.ArgumentInvalid;
        }
    }
}
