namespace NanoOta.Tests
{
    /// <summary>
    /// Releases of the image of <see cref="TestImages.New"/>, signed with Vectors/keys/shared-tests.pem. Written by a tool: see
    /// Host/Fixtures/SignedReleasesTests.cs, which has the command.
    /// </summary>
    public static class SignedReleases
    {
        /// <summary>Revision 2, for product lamp.</summary>
        public const string Good = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwicmV2aXNpb24iOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XX0.UNyBp39-lniOd4QprETFw4KCSV6QQoQC50qqftrl2crqzXHpkK0k7kAiTzlyYg11050N7oqqbMljb1LweC4z7Q";

        /// <summary>The same images, published again as revision 3 with a note.</summary>
        public const string Noted = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwicmV2aXNpb24iOjMsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XSwibm90ZXMiOiJzZWNvbmQgZWRpdGlvbiJ9.Tqbj6uRom35VgImaPZPiwytVw9iw3rATj44e5KCVEz07KvSuxzhRckuHY14xhpwtm3APbQVnQQLqtigFAhB8kg";

        /// <summary>The same images, published again as revision 3 with a raised retry number.</summary>
        public const string Retried = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwicmV2aXNpb24iOjMsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XSwicmV0cnkiOjF9.gwogc186-tOa4P8Hg9h3vk-1OQI5UwrBW0ho6yIwPRbgZtH8enkVcg0aJUaIZLnefcvpX4zw6mY2cJ6CQ4mWcg";

        /// <summary>Revision 2 with other bytes.</summary>
        public const string Conflicting = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwicmV2aXNpb24iOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XSwibm90ZXMiOiJmb3JrZWQifQ.c6YUlZOSEuOFRjhUNcv3r4Rrgr3SRNPHfA0brdkzqBrPkIzrn3T4jbHH-knEVSbH8XR5VJnBSjHPot6oAGClbg";

        /// <summary>Revision 2 of another channel.</summary>
        public const string OtherChannel = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwicmV2aXNpb24iOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XSwiY2hhbm5lbCI6ImJldGEifQ.dzNj2FsVh4tlYnmeF89Y9jDYac8bHTLdaVxqVA5SRAAu9ZJQgKBGDIbj3peOmqmeFaYsXJXSRRn1iy8lkeWcig";

        /// <summary>The same, signed by a stranger in the right key's name.</summary>
        public const string Forged = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwicmV2aXNpb24iOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XX0.ElE6diYU1Ozo5J2LYXJo1M9M0R4-JZcDCS1GMU-XP3gnqGHDWW4xkpIJs7aCMumzkJuLU0TrqC9sr1H5xrUGFQ";

        /// <summary>For another product.</summary>
        public const string OtherProduct = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJ0b2FzdGVyIiwicmV2aXNpb24iOjIsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XX0.wG8vjNhuQgMv2raRlO9ZXLtftd6e0r7Qg0rFwSvlaCYh2KnmZFUDtqXDLDZkVINj0HWorAEFFNZT9CSoYyOF_Q";

        /// <summary>Revision 1 again.</summary>
        public const string Current = "eyJhbGciOiJFUzI1NiIsImtpZCI6InNoYXJlZC10ZXN0cyJ9.eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwicmV2aXNpb24iOjEsInZlcnNpb24iOiIxLjEiLCJpc3N1ZWQiOjE3OTAwMDAwMDAsImV4cGlyZXMiOjE4OTAwMDAwMDAsImltYWdlcyI6W3siY29tcG9uZW50IjoiYXBwIiwidmVyc2lvbiI6IjEuMSIsInNpemUiOjIwMzAwLCJzaGEyNTYiOiI3dzFaYUZQeWlfU0RCZUtKbUtBMGRsb01adXJ6WnlxbHVNRjRrVVlDMU9jIiwidXJsIjoiMS4xL2FwcC5pbWciLCJjaHVua3MiOnsidXJsIjoiMS4xL2FwcC5jaHVua3MiLCJzaGEyNTYiOiJQM25JU0IxdWd1V09XamlBcW1zWjZSQ1BHVW84bk1TeEFBQ1daaUtiVDJvIn19XX0.0ID-DznWnUWK9EYCyhkPdODRALK_gwbHm2wJxk5TU9wcWLfrPTG7DcZ0LxhP4PLhBgkHtX1Sns9AsL1tu1dHIw";

        /// <summary>The key in its trusted form.</summary>
        public static TrustedKey Key()
        {
            byte[] key = new byte[64];
            Base64Url.Decode(System.Text.Encoding.UTF8.GetBytes("DhC0oeN0eCwl4Zc2mhv_Bq-T7x0CAtwzjz6cpQqakFbdn1EMlGvf4Ko20NP4-aAbQYR-FpqJn-oNNKa-eJ2wUg"), 0, 86, key);
            return new TrustedKey("shared-tests", key);
        }
    }
}
