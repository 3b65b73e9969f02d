namespace NanoOta.Tests
{
    /// <summary>
    /// Releases of the image of <see cref="TestImages.New"/>, signed with Vectors/keys/shared-tests.pem. Written by a tool: see
    /// Host/World/SignedReleasesTests.cs, which has the command.
    /// </summary>
    public static class SignedReleases
    {
        /// <summary>Sequence 2, for product lamp.</summary>
        public const string Good = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6InNBaDNZRjJZN2VORUFGUnNnSmV3SW1UQXR2cU1NRE1lMmNGZk9WVGhFNnMifX1dfQ.eFtpiGZolz9o0DpFvNZ8UF_OUe2aT31HZxa61pyK4oK2kLq-bLQ06PO2TYCtf67hRaFJHQkTMmbJD_bbWphCcw";

        /// <summary>The same, signed again with a note: another manifest for the same bytes.</summary>
        public const string Noted = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6InNBaDNZRjJZN2VORUFGUnNnSmV3SW1UQXR2cU1NRE1lMmNGZk9WVGhFNnMifX1dLCJub3RlcyI6InNlY29uZCBlZGl0aW9uIn0.KWlvgdC6o_BmQWkBvZ5M4bP7tdeT6iOfGvSRKwkn8ZJEs9coI58tyDcMeveP47dPyFnmLMxz51HQefTgUfufJg";

        /// <summary>The same, signed by a stranger in the right key's name.</summary>
        public const string Forged = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6InNBaDNZRjJZN2VORUFGUnNnSmV3SW1UQXR2cU1NRE1lMmNGZk9WVGhFNnMifX1dfQ.8nMX70XYJlkV2BkrczqPdTAOp5X_zXf_GYmwbzPo6vtDKHzm57gGfFFMwrNqMbZxrTzUdY7M64HYTGQU1k65Zw";

        /// <summary>For another product.</summary>
        public const string OtherProduct = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJ0b2FzdGVyIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6InNBaDNZRjJZN2VORUFGUnNnSmV3SW1UQXR2cU1NRE1lMmNGZk9WVGhFNnMifX1dfQ.flq9weZie1rz2Px4lfWES3VnG1egpB_PPSF9afRcRC6a1Z21hkJYw3BZqtkMBN-2pbRUlqk1HF9l5OHdt3dotQ";

        /// <summary>Sequence 1 again.</summary>
        public const string Current = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjEsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6InNBaDNZRjJZN2VORUFGUnNnSmV3SW1UQXR2cU1NRE1lMmNGZk9WVGhFNnMifX1dfQ.aqg58F0Y5URrn284feTidZFpHodyRYM0Pk6B6JJARIvDIFAJfXr-iPKY2gYyc3lkfBsjoBCs0kFoVmbvxM2kwg";

        /// <summary>The key in its trusted form.</summary>
        public static TrustedKey Key()
        {
            byte[] key = new byte[64];
            Base64Url.Decode(System.Text.Encoding.UTF8.GetBytes("DhC0oeN0eCwl4Zc2mhv_Bq-T7x0CAtwzjz6cpQqakFbdn1EMlGvf4Ko20NP4-aAbQYR-FpqJn-oNNKa-eJ2wUg"), 0, 86, key);
            return new TrustedKey("shared-tests", key);
        }
    }
}
