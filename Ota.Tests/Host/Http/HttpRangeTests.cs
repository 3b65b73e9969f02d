using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Http
{
    [TestClass]
    public class HttpRangeTests : HttpTransportTest
    {
        [TestMethod]
        public void A_range_comes_as_asked()
        {
            byte[] part = Pattern(100);
            Server.Answer("HTTP/1.1 206 Partial Content\nContent-Range: bytes 100-199/1234\nContent-Length: 100", part);
            ITransportResponse response = Open(100, 199);
            Assert.AreEqual(TransportStatus.Part, response.Status);
            Assert.AreEqual(100, response.Length);
            Assert.AreEqual(1234, response.TotalLength);
            CollectionAssert.AreEqual(part, ReadAll(response).Bytes);
            StringAssert.Contains(Server.Requests.Single(), "\r\nRange: bytes=100-199\r\n", StringComparison.Ordinal);
        }

        [TestMethod]
        public void A_range_of_unknown_total_and_without_length_ends_by_what_was_asked()
        {
            Server.Answer("HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-3/*\nTransfer-Encoding: chunked", "4\r\nabcd\r\n0\r\n\r\n"u8.ToArray());
            ITransportResponse response = Open(0, 3);
            Assert.AreEqual(4, response.Length);
            Assert.AreEqual(-1, response.TotalLength);
            CollectionAssert.AreEqual("abcd"u8.ToArray(), ReadAll(response).Bytes);
        }

        [TestMethod]
        [DataRow("bytes 0-100/1234", DisplayName = "longer")]
        [DataRow("bytes 1-99/1234", DisplayName = "starts later")]
        [DataRow("bytes 0-99/99", DisplayName = "a file that does not hold the range")]
        [DataRow("bytes 0-99", DisplayName = "no total")]
        [DataRow("bytes */1234", DisplayName = "no range")]
        [DataRow("bytes=0-99/1234", DisplayName = "the request's syntax")]
        [DataRow("lines 0-99/1234", DisplayName = "another unit")]
        [DataRow("bytes 0-99/12a", DisplayName = "no number")]
        [DataRow("bytes -99/1234", DisplayName = "no start")]
        [DataRow("bytes 0-99/99999999999", DisplayName = "a total beyond int")]
        [DataRow("bytes 0-4294967395/4294968000", DisplayName = "an end that wraps to the one asked for")]
        [DataRow("bytes 0-99/1234, bytes 0-99/1234", DisplayName = "twice")]
        [DataRow("", DisplayName = "empty")]
        public void A_wrong_Content_Range_is_refused(string range)
        {
            Server.Answer($"HTTP/1.1 206 Partial Content\nContent-Range: {range}\nContent-Length: 100", Pattern(100));
            Assert.AreEqual(OtaResult.RangeMismatch, Fail(0, 99));
        }

        [TestMethod]
        [DataRow("bytes 100-149/1234", 1234, DisplayName = "with the length of the file")]
        [DataRow("bytes 100-149/*", -1, DisplayName = "without")]
        public void T3_A_part_that_is_shorter_than_asked_for_is_used(string range, int total)
        {
            byte[] part = Pattern(50);
            Server.Answer($"HTTP/1.1 206 Partial Content\nContent-Range: {range}\nContent-Length: 50", part);
            ITransportResponse response = Open(100, 199);
            Assert.AreEqual(TransportStatus.Part, response.Status);
            Assert.AreEqual(50, response.Length);
            Assert.AreEqual(total, response.TotalLength);
            CollectionAssert.AreEqual(part, ReadAll(response).Bytes);
        }

        [TestMethod]
        public void A_missing_Content_Range_is_refused()
        {
            Server.Answer("HTTP/1.1 206 Partial Content\nContent-Length: 100", Pattern(100));
            Assert.AreEqual(OtaResult.RangeMismatch, Fail(0, 99));
        }

        [TestMethod]
        public void A_length_that_is_not_the_ranges_is_refused()
        {
            Server.Answer("HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-99/1234\nContent-Length: 101", Pattern(101));
            Assert.AreEqual(OtaResult.RangeMismatch, Fail(0, 99));
        }

        [TestMethod]
        public void Several_parts_are_refused()
        {
            Server.Answer(
                "HTTP/1.1 206 Partial Content\nContent-Type: multipart/byteranges; boundary=x\nContent-Range: bytes 0-99/1234\nContent-Length: 100",
                Pattern(100));
            Assert.AreEqual(OtaResult.RangeMismatch, Fail(0, 99));
        }

        [TestMethod]
        public void A_part_that_nobody_asked_for_is_refused()
        {
            Server.Answer("HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-99/1234\nContent-Length: 100", Pattern(100));
            Assert.AreEqual(OtaResult.RangeMismatch, Fail());
        }

        [TestMethod]
        public void The_whole_file_for_a_range_is_said_to_be_whole()
        {
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 200", Pattern(200));
            ITransportResponse response = Open(100, 199);
            Assert.AreEqual(TransportStatus.Whole, response.Status);
            Assert.AreEqual(200, ReadAll(response).Bytes.Length);
        }

        [TestMethod]
        [DataRow("\"strong\"", true)]
        [DataRow("W/\"weak\"", false)]
        public void If_Range_is_sent_with_strong_tags_only(string tag, bool isSent)
        {
            Server.Answer($"HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-0/9\nContent-Length: 1\nETag: {tag}", [1]);
            ReadAll(Open(NewTransport(), new TransportRequest { Url = Server.Url(), To = 0, RangeTag = tag }));
            Assert.AreEqual(isSent, Server.Requests.Single().Contains($"\r\nIf-Range: {tag}\r\n", StringComparison.Ordinal));
        }

        [TestMethod]
        public void A_range_of_another_version_is_refused_even_if_the_server_ignores_If_Range()
        {
            Server.Answer("HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-0/9\nContent-Length: 1\nETag: \"new\"", [1]);
            Assert.AreEqual(
                OtaResult.EntityChanged,
                Fail(NewTransport(), new TransportRequest { Url = Server.Url(), To = 0, RangeTag = "\"old\"" }));
        }

        [TestMethod]
        [DataRow(-1, 5)]
        [DataRow(5, -1)]
        [DataRow(5, 4)]
        [DataRow(0, -2)]
        [DataRow(0, int.MaxValue)]
        public void A_senseless_range_is_refused_before_anything_is_sent(int from, int to)
        {
            Assert.AreEqual(OtaResult.ArgumentInvalid, Fail(from, to));
            Assert.AreEqual(0, Server.Accepted);
        }
    }
}
