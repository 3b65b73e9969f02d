using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ReleaseUrlTests
    {
        private const string Base = "http://a/b/c/d;p?q";

        // RFC 3986, 5.4.1 and 5.4.2, without the examples that have a fragment, and those of another scheme.
        [TestMethod]
        [DataRow("g", "http://a/b/c/g")]
        [DataRow("./g", "http://a/b/c/g")]
        [DataRow("g/", "http://a/b/c/g/")]
        [DataRow("/g", "http://a/g")]
        [DataRow("//g", "http://g")]
        [DataRow("?y", "http://a/b/c/d;p?y")]
        [DataRow("g?y", "http://a/b/c/g?y")]
        [DataRow(";x", "http://a/b/c/;x")]
        [DataRow("g;x", "http://a/b/c/g;x")]
        [DataRow(".", "http://a/b/c/")]
        [DataRow("./", "http://a/b/c/")]
        [DataRow("..", "http://a/b/")]
        [DataRow("../", "http://a/b/")]
        [DataRow("../g", "http://a/b/g")]
        [DataRow("../..", "http://a/")]
        [DataRow("../../", "http://a/")]
        [DataRow("../../g", "http://a/g")]
        [DataRow("../../../g", "http://a/g")]
        [DataRow("../../../../g", "http://a/g")]
        [DataRow("/./g", "http://a/g")]
        [DataRow("/../g", "http://a/g")]
        [DataRow("g.", "http://a/b/c/g.")]
        [DataRow(".g", "http://a/b/c/.g")]
        [DataRow("g..", "http://a/b/c/g..")]
        [DataRow("..g", "http://a/b/c/..g")]
        [DataRow("./../g", "http://a/b/g")]
        [DataRow("./g/.", "http://a/b/c/g/")]
        [DataRow("g/./h", "http://a/b/c/g/h")]
        [DataRow("g/../h", "http://a/b/c/h")]
        [DataRow("g;x=1/./y", "http://a/b/c/g;x=1/y")]
        [DataRow("g;x=1/../y", "http://a/b/c/y")]
        [DataRow("g?y/./x", "http://a/b/c/g?y/./x")]
        [DataRow("g?y/../x", "http://a/b/c/g?y/../x")]
        public void References_resolve_as_in_RFC_3986(string reference, string expected)
        {
            Assert.AreEqual(expected, ReleaseUrl.Resolve(Base, reference));
        }

        [TestMethod]
        [DataRow("http://h", "x", "http://h/x")]
        [DataRow("http://h", "?x", "http://h?x")]
        [DataRow("http://h?q=/r", "x", "http://h/x")]
        [DataRow("http://h:8080/a", "/b", "http://h:8080/b")]
        [DataRow("https://h/a", "//i:444/b/../c", "https://i:444/c")]
        [DataRow("http://h/a", "HTTPS://i/b", "https://i/b")]
        [DataRow("http://h/a", "http://i/b/../../c?d=/../e", "http://i/c?d=/../e")]
        [DataRow("http://h/stable/manifest.jws", "1.2.0/app.img", "http://h/stable/1.2.0/app.img")]
        [DataRow("http://h/a", "./x:1/y", "http://h/x:1/y")]
        [DataRow("http://h/a//b", "../c", "http://h/a/c")]
        public void Other_references_resolve(string baseUrl, string reference, string expected)
        {
            Assert.AreEqual(expected, ReleaseUrl.Resolve(baseUrl, reference));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("#s")]
        [DataRow("g#s")]
        [DataRow("g:h")]
        [DataRow("x:1/y")]
        [DataRow("http:g")]
        [DataRow("ftp://h/x")]
        [DataRow("javascript:alert(1)")]
        [DataRow("file:///I:/secret")]
        [DataRow("//user@h/x")]
        [DataRow("//")]
        [DataRow("///x")]
        [DataRow("a b")]
        [DataRow("a\r\nHost: b")]
        [DataRow("\\\\h\\x")]
        [DataRow("%zz")]
        [DataRow("\u00e9")]
        public void References_that_lead_nowhere_are_refused(string reference)
        {
            Assert.IsNull(ReleaseUrl.Resolve(Base, reference));
        }

        [TestMethod]
        public void A_base_that_is_no_url_resolves_nothing()
        {
            Assert.IsNull(ReleaseUrl.Resolve("ftp://a/b", "g"));
        }

        [TestMethod]
        public void What_was_never_set_is_no_url()
        {
            string unset = new TransportRequest().Url;
            Assert.IsFalse(ReleaseUrl.IsValid(unset));
            Assert.AreEqual("http://a/", ReleaseUrl.Resolve(unset, "http://a/"));
            Assert.IsNull(ReleaseUrl.Resolve(unset, "a"));
            Assert.IsNull(ReleaseUrl.Resolve(unset, unset));
            Assert.IsNull(ReleaseUrl.Resolve(Base, unset));
        }

        [TestMethod]
        [DataRow("http://a")]
        [DataRow("https://a/")]
        [DataRow("http://192.168.1.10:5000/stable/manifest.jws")]
        [DataRow("http://my_host.local?x")]
        [DataRow("http://a:1/")]
        [DataRow("http://a:65535/")]
        [DataRow("http://a/%2F?-._~!$&'()*+,;=:@/?")]
        public void Urls_that_a_device_can_use_are_valid(string url)
        {
            Assert.IsTrue(ReleaseUrl.IsValid(url), url);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("http")]
        [DataRow("http:/a")]
        [DataRow("http://")]
        [DataRow("http:///x")]
        [DataRow("http://?x")]
        [DataRow("HTTP://a/")]
        [DataRow("httpx://a/")]
        [DataRow("ftp://a/")]
        [DataRow("/a")]
        [DataRow("http://:80/")]
        [DataRow("http://a:/")]
        [DataRow("http://a:0/")]
        [DataRow("http://a:65536/")]
        [DataRow("http://a:000080/")]
        [DataRow("http://a:8x/")]
        [DataRow("http://a:80:80/")]
        [DataRow("http://u@a/")]
        [DataRow("http://u:p@a/")]
        [DataRow("http://[]/")]
        [DataRow("http://[::1/")]
        [DataRow("http://[::1]x/")]
        [DataRow("http://[::g]/")]
        [DataRow("http://a[::1]/")]
        [DataRow("http://a%41/")]
        [DataRow("http://a/#f")]
        [DataRow("http://a/ b")]
        [DataRow(" http://a/")]
        [DataRow("http://a/\n")]
        [DataRow("http://a/\u0001")]
        [DataRow("http://a/\u007f")]
        [DataRow("http://a/\"")]
        [DataRow("http://a/<>")]
        [DataRow("http://a/{x}")]
        [DataRow("http://a/\\b")]
        [DataRow("http://a/%")]
        [DataRow("http://a/%4")]
        [DataRow("http://a/%4g")]
        public void Urls_that_a_device_cannot_use_are_invalid(string url)
        {
            Assert.IsFalse(ReleaseUrl.IsValid(url), url);
        }

        [TestMethod]
        public void A_url_has_at_most_512_characters()
        {
            string longest = "http://a/" + new string('x', ReleaseUrl.MaxLength - 9);
            Assert.IsTrue(ReleaseUrl.IsValid(longest));
            Assert.IsFalse(ReleaseUrl.IsValid(longest + "x"));
            Assert.IsNull(ReleaseUrl.Resolve("http://a/b/", longest.Substring(9)));
            Assert.AreEqual(longest, ReleaseUrl.Resolve("http://a/b", longest.Substring(9)));
        }
    }
}
