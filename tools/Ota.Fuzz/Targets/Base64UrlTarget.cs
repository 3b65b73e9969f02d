using System.Text;

namespace NanoOta.Fuzz
{
    /// <summary>Base64Url.Decode, apart and in place, against .NET's decoder and encoder.</summary>
    public sealed class Base64UrlTarget : FuzzTarget
    {
        public override string Name => "base64url";

        public override string Claim => "Decode accepts exactly what .NET's encoder writes, in place too";

        public override int MaxLength => 200;

        public override IReadOnlyList<byte[]> Seeds { get; } =
            [.. new[] { "", "AA", "AAA", "AAAA", "_-_-", "AQIDBAUGBwgJ", "AB", "AAB", "A", "AA==", "A A", "A+/A" }.Select(Encoding.ASCII.GetBytes)];

        public override IReadOnlyList<byte[]> Dictionary { get; } = ["="u8.ToArray(), "=="u8.ToArray(), " "u8.ToArray(), "\r\n"u8.ToArray(), "+"u8.ToArray(), "/"u8.ToArray(), [0]];

        public override string Describe(int outcome) => outcome < 0 ? "refused" : $"length-{outcome}";

        public override int Run(byte[] input)
        {
            byte[] target = new byte[input.Length];
            int length = Base64Url.Decode(input, 0, input.Length, target);
            string text = Encoding.Latin1.GetString(input);
            byte[]? expected = Decode(text);
            Require(length == (expected?.Length ?? -1), $"{length} bytes, .NET has {expected?.Length ?? -1}");
            if (expected != null)
            {
                Require(target.AsSpan(0, length).SequenceEqual(expected), "other bytes");
                byte[] inPlace = [.. "x.z"u8, .. input];
                Require(Base64Url.Decode(inPlace, 3, input.Length, inPlace) == length && inPlace.AsSpan(0, length).SequenceEqual(expected), "in place");
                Require(length == 0 || Base64Url.Decode(input, 0, input.Length, new byte[length - 1]) == -1, "a target that is too short");
            }

            return Math.Min(length, 8);
        }

        public override byte[] Generate(Random random)
        {
            byte[] bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);
            return Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(bytes));
        }

        internal static byte[]? Decode(string text)
        {
            try
            {
                // .NET takes padding, white space and loose bits; what it would not have written is not canonical.
                byte[] bytes = System.Buffers.Text.Base64Url.DecodeFromChars(text);
                return System.Buffers.Text.Base64Url.EncodeToString(bytes) == text ? bytes : null;
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }
}
