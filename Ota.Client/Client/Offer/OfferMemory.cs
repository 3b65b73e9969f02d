namespace NanoOta
{
    /// <summary>What the last check learned, kept in RAM so that an unchanged manifest need not be fetched again. Not thread-safe.</summary>
    /// <remarks>Nobody signs a tag. A false answer under a tag holds a device up for a day at most, or until a restart.</remarks>
    internal sealed class OfferMemory
    {
        private const long LongestMilliseconds = 86400000;

        private string _url;
        private string _tag;
        private byte[] _digest;
        private OtaResult _verdict;
        private long _expires;
        private long _until;

        /// <summary>A number that is one higher at each check.</summary>
        public int Turn;

        /// <summary>The tag to ask with, or null.</summary>
        public string TagFor(string url, long tick)
        {
            return url == _url && tick < _until ? _tag : null;
        }

        /// <summary>Whether an envelope is the one whose verdict is kept. Then nobody has to verify the signature again.</summary>
        public bool Knows(string url, byte[] envelope, long tick)
        {
            return url == _url && tick < _until && Digests.AreEqual(Digest(envelope), _digest);
        }

        /// <summary>What the manifest of that tag is by now.</summary>
        public OtaResult Verdict(long now)
        {
            return ReleasePolicy.IsExpired(_expires, now) ? OtaResult.ManifestExpired : _verdict;
        }

        /// <summary>Keeps a verdict that stays true until the manifest changes.</summary>
        public void Keep(string url, SmallFile file, OtaResult verdict, long expires, long tick)
        {
            _url = url;
            _tag = file.Tag;
            _digest = Digest(file.Bytes);
            _verdict = verdict;
            _expires = expires;
            _until = tick + LongestMilliseconds;
        }

        /// <summary>The device is no longer the one that was judged.</summary>
        public void Forget()
        {
            _until = 0;
        }

        // A fixed public key: what counts is that two envelopes never share a digest. HMAC is native on a device, and SHA-256 is not.
        private static byte[] Digest(byte[] envelope)
        {
            return PlatformHmac.Compute(new byte[1], envelope);
        }
    }
}
