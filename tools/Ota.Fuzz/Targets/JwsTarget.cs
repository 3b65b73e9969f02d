using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoOta.Fuzz
{
    /// <summary>Jws.Verify against .NET: the profile's rules over strings and a regular expression, and its ECDSA.</summary>
    public sealed class JwsTarget : FuzzTarget
    {
        public override string Name => "jws";

        public override string Claim => "Verify accepts exactly what the profile's rules and .NET's ECDSA accept, and touches nothing it refuses";

        public override int MaxLength => 17000;

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            .. new[]
            {
                JwsOracle.Good, JwsOracle.Malleated(), JwsOracle.SignedPadding, JwsOracle.Good[..^1], JwsOracle.Good[..^1] + "R", JwsOracle.Good + ".", "..", JwsOracle.Good + JwsOracle.Good,
                JwsOracle.Encode("{\"alg\":\"none\"}") + JwsOracle.Good[JwsOracle.Good.IndexOf('.', StringComparison.Ordinal)..],
                JwsOracle.Encode("{\"alg\":\"ES256\",\"kid\":\"second\"}") + JwsOracle.Good[JwsOracle.Good.IndexOf('.', StringComparison.Ordinal)..],
            }.Select(Encoding.Latin1.GetBytes),
        ];

        public override IReadOnlyList<byte[]> Dictionary { get; } =
        [
            .. new[]
            {
                ".", "..", "=", "==", "A", "eyJ", JwsOracle.Encode("{\"alg\":\"none\"}"), JwsOracle.Encode("{\"alg\":\"HS256\"}"), JwsOracle.Encode("{\"alg\":\"ES256\",\"kid\":\""),
                JwsOracle.Encode("{\"alg\":\"ES256\",\"kid\":\"nobody\"}"), JwsOracle.Encode("{\"alg\":\"ES256\",\"kid\":\"second\"}"), new string('A', 86), " ", "\r\n", "\u00B7",
            }.Select(Encoding.Latin1.GetBytes),
        ];

        public override int Run(byte[] input) => JwsOracle.Compare(input);

        // The good envelope with a change inside of what one of its parts encodes.
        public override byte[] Generate(Random random)
        {
            string[] parts = JwsOracle.Good.Split('.');
            int part = random.Next(3);
            byte[] bytes = Base64UrlTarget.Decode(parts[part])!;
            if (part == 2 && random.Next(2) == 0)
            {
                JwsOracle.EdgeScalar(random).CopyTo(bytes, 32 * random.Next(2));
            }
            else
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            parts[part] = System.Buffers.Text.Base64Url.EncodeToString(bytes);
            return Encoding.ASCII.GetBytes(string.Join('.', parts));
        }
    }

    /// <summary>The same with a signature that is always right. Input: header, line feed, payload.</summary>
    public sealed class JwsSignedTarget : FuzzTarget
    {
        public override string Name => "jws-signed";

        public override string Claim => "a right signature saves no header outside the profile";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            .. new[]
            {
                JwsOracle.Header + "\n{\"format\":1}", JwsOracle.Header + "\n", "{\"kid\":\"release-2026.a_b\",\"alg\":\"ES256\"}\nx",
                "{\"alg\":\"ES256\",\"kid\":\"release-2026.a_b\",\"crit\":[\"b64\"]}\nx", "{\"alg\":\"ES256\",\"kid\":\"second\"}\nx",
            }.Select(Encoding.Latin1.GetBytes),
        ];

        public override IReadOnlyList<byte[]> Dictionary { get; } =
        [
            .. new[]
            {
                "none", "HS256", "ES384", "RS256", "es256", "ES256 ", "\"crit\":[\"b64\"],", "\"b64\":false,", "\"jwk\":{}", "\"jku\":\"http://evil/\"", "\"x5c\":[]", "\\u0061",
                "\"alg\":\"ES256\",", "second", "../", " ", "\0", ",", "\n",
            }.Select(Encoding.Latin1.GetBytes),
        ];

        public override int Run(byte[] input)
        {
            int end = Array.IndexOf(input, (byte)'\n');
            byte[] header = end < 0 ? input : input[..end];
            byte[] payload = end < 0 ? [] : input[(end + 1)..];
            return JwsOracle.Compare(JwsOracle.Sign(header, payload));
        }
    }

    /// <summary>What an envelope is, said a second time.</summary>
    internal static partial class JwsOracle
    {
        /// <summary>The header of <see cref="Good"/>.</summary>
        public const string Header = "{\"alg\":\"ES256\",\"kid\":\"release-2026.a_b\"}";

        /// <summary>Signed once, with the private key that RFC 7515, A.3.1, publishes.</summary>
        public const string Good = "eyJhbGciOiJFUzI1NiIsImtpZCI6InJlbGVhc2UtMjAyNi5hX2IifQ.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjd9."
            + "gXKbisVmBqkSSIBzXBepaqL7zGCX_kkOhlqCuafIUQ2pRTe0-Pw5Qim-LZ0x2VThrrDZ9K_lwxYnwKtMVu0e2Q";

        /// <summary>The same with a payload that has padding.</summary>
        public const string SignedPadding = "eyJhbGciOiJFUzI1NiIsImtpZCI6InJlbGVhc2UtMjAyNi5hX2IifQ.eyJmb3JtYXQiOjF9Cg==."
            + "ao1zb3AbDHwFyMUvCgcAT7sq8GUeUOjMCuhHPIeuY6mNCk3V-rF0HXlh6yygGDK_2LUEojuNmAFmfdax2gIHxw";

        private const string Prime = "0FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF";

        private static readonly BigInteger _order =
            BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

        // RFC 7515, A.3.1, and RFC 6979, A.2.5.
        private static readonly Dictionary<string, ECDsa> _keys = new()
        {
            ["release-2026.a_b"] = Key(Base64UrlTarget.Decode("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI")!),
            ["second"] = Key(Convert.FromHexString("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")),
        };

        private static readonly TrustedKeys _trusted = Trust();

        /// <summary>The good envelope with n - s for s: as good a signature as the other.</summary>
        public static string Malleated()
        {
            string[] parts = Good.Split('.');
            byte[] signature = Base64UrlTarget.Decode(parts[2])!;
            BigInteger s = _order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
            Bytes(s).CopyTo(signature, 32);
            return $"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
        }

        /// <summary>32 bytes of a number near 0, the order, or the end of 256 bits.</summary>
        public static byte[] EdgeScalar(Random random)
        {
            BigInteger[] edges = [0, _order, _order >> 1, (BigInteger.One << 256) - 1, BigInteger.Parse(Prime, System.Globalization.NumberStyles.HexNumber)];
            BigInteger value = edges[random.Next(edges.Length)] + random.Next(-2, 3);
            return Bytes(value.Sign < 0 || value >= BigInteger.One << 256 ? 0 : value);
        }

        public static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.Latin1.GetBytes(text));

        /// <summary>An envelope signed with the first key.</summary>
        public static byte[] Sign(byte[] header, byte[] payload)
        {
            string signed = System.Buffers.Text.Base64Url.EncodeToString(header) + "." + System.Buffers.Text.Base64Url.EncodeToString(payload);
            byte[] signature = _keys["release-2026.a_b"].SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
            return Encoding.ASCII.GetBytes(signed + "." + System.Buffers.Text.Base64Url.EncodeToString(signature));
        }

        /// <summary>Runs both; gives Verify's result.</summary>
        public static int Compare(byte[] envelope)
        {
            // The buffer is longer than the envelope, as it is after a body of unknown length.
            byte[] buffer = [.. envelope, (byte)'.', (byte)'A'];
            OtaResult result = Jws.Verify(buffer, envelope.Length, _trusted, out int length);
            byte[]? payload = Verify(Encoding.Latin1.GetString(envelope));
            bool accepted = result == OtaResult.Ok;
            Expect(accepted == (payload != null), $"Verify gives {result}, the oracle the opposite");
            Expect(accepted ? buffer.AsSpan(0, length).SequenceEqual(payload) : length == 0, "the payload is another");

            // A right signature over a payload that is not base64url is the one refusal after which the buffer may have changed.
            Expect(accepted || result == OtaResult.JwsMalformed || buffer.AsSpan(0, envelope.Length).SequenceEqual(envelope), "what was refused was changed");
            Expect(accepted || (int)result is >= 200 and <= 204, $"Verify gives {result}");
            return (int)result;
        }

        private static byte[]? Verify(string envelope)
        {
            string[] parts = envelope.Split('.');
            if (envelope.Length > 16384 || parts.Length != 3)
            {
                return null;
            }

            byte[]? header = Base64UrlTarget.Decode(parts[0]);
            byte[]? payload = Base64UrlTarget.Decode(parts[1]);
            byte[]? signature = Base64UrlTarget.Decode(parts[2]);
            if (header == null || payload is null or { Length: 0 } || signature is not { Length: 64 })
            {
                return null;
            }

            Match match = Profile().Match(Encoding.Latin1.GetString(header));
            return match.Success && _keys.TryGetValue(match.Groups[1].Value, out ECDsa? key)
                && key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA256) ? payload : null;
        }

        private static byte[] Bytes(BigInteger value)
        {
            byte[] digits = value.ToByteArray(isUnsigned: true, isBigEndian: true);
            byte[] bytes = new byte[32];
            digits.CopyTo(bytes, 32 - digits.Length);
            return bytes;
        }

        private static ECDsa Key(byte[] scalar) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });

        private static TrustedKeys Trust()
        {
            TrustedKey[] list = [.. _keys.Select(pair => new TrustedKey(pair.Key, Point(pair.Value)))];
            Expect(TrustedKeys.Create(list, out TrustedKeys keys) == OtaResult.Ok, "the keys are good ones");
            return keys;

            static byte[] Point(ECDsa key)
            {
                ECPoint point = key.ExportParameters(false).Q;
                return [.. point.X!, .. point.Y!];
            }
        }

        private static void Expect(bool holds, string claim)
        {
            if (!holds)
            {
                throw new FuzzFailureException(claim);
            }
        }

        [GeneratedRegex(@"^\{""alg"":""ES256"",""kid"":""([A-Za-z0-9._-]{1,64})""\}\z")]
        private static partial Regex Profile();
    }
}
