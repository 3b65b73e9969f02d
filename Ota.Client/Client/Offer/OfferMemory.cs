namespace NanoOta
{
    /// <summary>What the last check learned, kept in RAM so that an unchanged manifest need not be fetched again. Not thread-safe.</summary>
    /// <remarks>Nobody signs a tag. A false answer under a tag holds a device up for a day at most, or until a restart.</remarks>
    internal sealed class OfferMemory
    {
        private const long LongestMilliseconds = 86400000;

        private string _url;
        private string _tag;
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

        /// <summary>What the manifest of that tag is by now.</summary>
        public OtaResult Verdict(long now)
        {
            return ReleasePolicy.IsExpired(_expires, now) ? OtaResult.ManifestExpired : _verdict;
        }

        /// <summary>Keeps a verdict that stays true until the manifest changes.</summary>
        public void Keep(string url, string tag, OtaResult verdict, long expires, long tick)
        {
            _url = url;
            _tag = tag;
            _verdict = verdict;
            _expires = expires;
            _until = tick + LongestMilliseconds;
        }

        /// <summary>The device is no longer the one that was judged.</summary>
        public void Forget()
        {
            _tag = null;
        }
    }
}
