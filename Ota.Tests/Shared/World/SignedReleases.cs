namespace NanoOta.Tests
{
    /// <summary>
    /// Releases of the image of <see cref="TestImages.New"/>, signed with Vectors/keys/shared-tests.pem. Written by a tool: see
    /// Host/World/SignedReleasesTests.cs, which has the command.
    /// </summary>
    public static class SignedReleases
    {
        /// <summary>Sequence 2, for product lamp.</summary>
        public const string Good = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6Il9pakloMW9xeXhPQVhKS1dGUU1pS3BZbTFiNEZaSzdkbzBrbVFSbXZkb2sifX1dfQ.eAXAY6JiNsfyM1P1QpvpxsID9AcJHsHD3byEYhf-XBEZx-ortEeTMCQNy3y6BASWtwiTmjwnwMBmHG-0EC7FgA";

        /// <summary>The same, signed again with a note: another manifest for the same bytes.</summary>
        public const string Noted = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6Il9pakloMW9xeXhPQVhKS1dGUU1pS3BZbTFiNEZaSzdkbzBrbVFSbXZkb2sifX1dLCJub3RlcyI6InNlY29uZCBlZGl0aW9uIn0.e8JYj2tKe62ueSRdrz_1XzpbIQsr-WlPK1AvprpVqSmmoHI3A-GAIQ0HJAQQtuGDgVVOa6lBJXBCKOGjBGK6bw";

        /// <summary>The same, signed by a stranger in the right key's name.</summary>
        public const string Forged = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6Il9pakloMW9xeXhPQVhKS1dGUU1pS3BZbTFiNEZaSzdkbzBrbVFSbXZkb2sifX1dfQ.KVjzB4wctx_nbEWv1GqVnpMtKKVDKE_BbYi1BYTU5vSXMuApnqVYQ8csd0tHPMVtqeirXh0r3be_w0X49USBtA";

        /// <summary>For another product.</summary>
        public const string OtherProduct = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJ0b2FzdGVyIiwic2VxdWVuY2UiOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6Il9pakloMW9xeXhPQVhKS1dGUU1pS3BZbTFiNEZaSzdkbzBrbVFSbXZkb2sifX1dfQ.jde1_fIYGB25upZVyj-68px8Z7S68JZXgyzG_BTMhXzW6bJcAPL8-Zrgb4w5qOWzdQSlqkNjuW4RWD3kYBEA8Q";

        /// <summary>Sequence 1 again.</summary>
        public const string Current = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjEsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaXplIjozMzgsInNoYTI1NiI6Il9pakloMW9xeXhPQVhKS1dGUU1pS3BZbTFiNEZaSzdkbzBrbVFSbXZkb2sifX1dfQ.q-pQMPaidl7GogxDeJzNk-4MkHngcQzHAG4KBeZH4fwSWIUu2G43VZClRLXCw0XCye4e-PQRP9eQYQMQMPEGsA";

        /// <summary>The key in its trusted form.</summary>
        public static TrustedKey Key()
        {
            byte[] key = new byte[64];
            Base64Url.Decode(System.Text.Encoding.UTF8.GetBytes("DhC0oeN0eCwl4Zc2mhv_Bq-T7x0CAtwzjz6cpQqakFbdn1EMlGvf4Ko20NP4-aAbQYR-FpqJn-oNNKa-eJ2wUg"), 0, 86, key);
            return new TrustedKey("shared-tests", key);
        }
    }
}
