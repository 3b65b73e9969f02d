namespace NanoOta.Tests.Verification
{
    /// <summary>Bytes from text and back, by means that the CLR has.</summary>
    internal static class TestBytes
    {
        private const string HexDigits = "0123456789abcdef";
        private const string Base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        public static byte[] FromHex(string hex)
        {
            byte[] bytes = new byte[hex.Length / 2];
            for (int i = 0; i < bytes.Length; i++)
            {
                int high = HexDigits.IndexOf(hex[2 * i]);
                int low = HexDigits.IndexOf(hex[(2 * i) + 1]);
                bytes[i] = (byte)((high << 4) | low);
            }

            return bytes;
        }

        public static string ToHex(byte[] bytes, int count)
        {
            char[] digits = new char[2 * count];
            for (int i = 0; i < count; i++)
            {
                int octet = bytes[i];
                digits[2 * i] = HexDigits[octet >> 4];
                digits[(2 * i) + 1] = HexDigits[octet & 15];
            }

            return new string(digits);
        }

        public static byte[] FromAscii(string text)
        {
            byte[] bytes = new byte[text.Length];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)text[i];
            }

            return bytes;
        }

        public static string ToAscii(byte[] bytes, int count)
        {
            char[] characters = new char[count];
            for (int i = 0; i < count; i++)
            {
                characters[i] = (char)bytes[i];
            }

            return new string(characters);
        }

        public static string ToBase64Url(string text)
        {
            return ToBase64Url(FromAscii(text));
        }

        /// <summary>Of bytes that are no text: a string of the CLR ends at its first zero.</summary>
        public static string ToBase64Url(byte[] bytes)
        {
            string result = "";
            int pending = 0;
            int bits = 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                pending = ((pending << 8) | bytes[i]) & 0xFFFF;
                bits += 8;
                while (bits >= 6)
                {
                    bits -= 6;
                    result += Base64Digits[(pending >> bits) & 63];
                }
            }

            return bits == 0 ? result : result + Base64Digits[(pending << (6 - bits)) & 63];
        }
    }
}
