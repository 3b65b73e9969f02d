namespace NanoOta
{
    /// <summary>ASCII text, character by character: on .NET string's own methods go by culture.</summary>
    internal static class AsciiText
    {
        internal static bool StartsWith(string text, string prefix)
        {
            if (text.Length < prefix.Length)
            {
                return false;
            }

            for (int i = 0; i < prefix.Length; i++)
            {
                if (text[i] != prefix[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
