using System.Net;
using System.Net.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Http
{
    [TestClass]
    public class HttpBodyTests : HttpTransportTest
    {
        private const string Head100 = "HTTP/1.1 200 OK\nContent-Length: 100";

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(50)]
        [DataRow(99)]
        public void A_body_that_ends_early_is_too_short(int sent)
        {
            Server.Add(new ConnectionScript().ReadRequest().Head(Head100).Send(Pattern(sent)).Close());
            (byte[] bytes, int last) = ReadAll(Open());
            CollectionAssert.AreEqual(Pattern(sent), bytes);
            Assert.AreEqual(-(int)OtaResult.BodyTooShort, last);
        }

        [TestMethod]
        public void A_range_that_ends_early_is_too_short()
        {
            Server.Add(new ConnectionScript().ReadRequest()
                .Head("HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-99/1000\nConnection: close").Send(Pattern(60)).Close());
            (byte[] bytes, int last) = ReadAll(Open(0, 99));
            Assert.AreEqual(60, bytes.Length);
            Assert.AreEqual(-(int)OtaResult.BodyTooShort, last);
        }

        [TestMethod]
        public void A_chunked_body_has_no_length_and_its_end_is_known()
        {
            Server.Answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"u8.ToArray());
            ITransportResponse response = Open();
            Assert.AreEqual(-1, response.Length);
            Assert.AreEqual(-1, response.TotalLength);
            (byte[] bytes, int last) = ReadAll(response);
            CollectionAssert.AreEqual("abcde"u8.ToArray(), bytes);
            Assert.AreEqual(0, last);
        }

        [TestMethod]
        [DataRow("3\r\nabc\r\n5\r\nde", DisplayName = "inside a chunk")]
        [DataRow("3\r\nabc\r\n", DisplayName = "between chunks")]
        [DataRow("3\r\nabc\r\n0", DisplayName = "inside the last size")]
        public void A_chunked_body_that_ends_early_is_too_short(string chunks)
        {
            Server.Add(new ConnectionScript().ReadRequest().Head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked").Send(chunks).Close());
            Assert.AreEqual(-(int)OtaResult.BodyTooShort, ReadAll(Open()).Last);
        }

        [TestMethod]
        public void A_malformed_chunk_ends_the_body()
        {
            Server.Add(new ConnectionScript().ReadRequest().Head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked").Send("zz\r\nabc\r\n").Close());
            Assert.AreEqual(-(int)OtaResult.ConnectFailed, ReadAll(Open()).Last);
        }

        [TestMethod]
        public void A_body_without_length_ends_with_the_connection()
        {
            Server.Add(new ConnectionScript().ReadRequest().Head("HTTP/1.1 200 OK\nConnection: close").Send(Pattern(300)).Close());
            ITransportResponse response = Open();
            Assert.AreEqual(-1, response.Length);
            (byte[] bytes, int last) = ReadAll(response);
            Assert.AreEqual(300, bytes.Length);
            Assert.AreEqual(0, last);
        }

        [TestMethod]
        public void Bytes_after_the_promised_ones_are_not_read()
        {
            Server.Answer(Head100, Pattern(150));
            CollectionAssert.AreEqual(Pattern(100), ReadAll(Open()).Bytes);
        }

        [TestMethod]
        public async Task An_endless_body_stops_when_the_caller_closes()
        {
            Server.Add(new ConnectionScript().ReadRequest().Head("HTTP/1.1 200 OK").SendForever(Pattern(1024)));
            ITransportResponse response = Open();
            byte[] buffer = new byte[1000];
            int limit = 50_000;
            while (limit > 0)
            {
                int read = response.Read(buffer, 0, buffer.Length);
                Assert.IsGreaterThan(0, read);
                limit -= read;
            }

            response.Close();
            Assert.IsTrue(await Server.AllClosedAsync());
        }

        [TestMethod]
        public async Task A_reset_inside_the_body_ends_it()
        {
            using ManualResetEventSlim half = new();
            Server.Add(new ConnectionScript().ReadRequest().Head(Head100).Send(Pattern(50)).Wait(half).Reset());
            ITransportResponse response = Open();
            byte[] buffer = new byte[100];
            int read = 0;
            while (read < 50)
            {
                read += response.Read(buffer, read, 50 - read);
            }

            half.Set();
            Assert.IsTrue(await Server.AllClosedAsync());
            Assert.AreEqual(-(int)OtaResult.ConnectFailed, response.Read(buffer, 0, 100));
            response.Close();
        }

        [TestMethod]
        public async Task Silence_inside_the_body_times_out_and_drops_the_connection()
        {
            Server.Answer(Head100, Pattern(50));
            ITransportResponse response = Open(NewTransport(readTimeout: ReadTimeout), new TransportRequest { Url = Server.Url() });
            byte[] buffer = new byte[100];
            int last;
            while ((last = response.Read(buffer, 0, 100)) > 0)
            {
                // The first half.
            }

            Assert.AreEqual(-(int)OtaResult.TimedOut, last);
            Assert.IsTrue(await Server.AllClosedAsync(), "before Close");
            Assert.IsLessThan(0, response.Read(buffer, 0, 100));
            response.Close();
        }

        [TestMethod]
        public void Drops_of_a_body_slower_than_the_read_timeout_time_out()
        {
            Server.Add(new ConnectionScript().ReadRequest().Head(Head100).Drip(Pattern(100), ReadTimeout * 4));
            ITransportResponse response = Open(NewTransport(readTimeout: ReadTimeout), new TransportRequest { Url = Server.Url() });
            (byte[] bytes, int last) = ReadAll(response);
            Assert.AreEqual(-(int)OtaResult.TimedOut, last);
            Assert.IsLessThan(100, bytes.Length);
        }

        [TestMethod]
        public async Task The_head_of_a_chunk_that_drips_for_longer_than_the_read_timeout_times_out()
        {
            // Every byte is in time for the platform's timeout; only the bound on the whole read ends this.
            Server.Add(new ConnectionScript().ReadRequest().Head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked")
                .Send("5;").Drip([.. Enumerable.Repeat((byte)'x', 50)], ReadTimeout / 10).Close());
            ITransportResponse response = Open(NewTransport(readTimeout: ReadTimeout), new TransportRequest { Url = Server.Url() });
            Assert.AreEqual(-(int)OtaResult.TimedOut, response.Read(new byte[10], 0, 10));
            Assert.IsTrue(await Server.AllClosedAsync(), "before Close");
            response.Close();
        }

        [TestMethod]
        public void The_read_timeout_stands_still_between_reads()
        {
            Server.Answer(Head100, Pattern(100));
            ITransportResponse response = Open(NewTransport(readTimeout: ReadTimeout), new TransportRequest { Url = Server.Url() });
            byte[] bytes = new byte[1];
            Assert.AreEqual(1, response.Read(bytes, 0, 1));
            Thread.Sleep(ReadTimeout * 2);
            CollectionAssert.AreEqual(Pattern(100), bytes.Concat(ReadAll(response).Bytes).ToArray());
        }

        [TestMethod]
        public void A_slow_body_within_the_read_timeout_is_read()
        {
            Server.Add(new ConnectionScript().ReadRequest().Head("HTTP/1.1 200 OK\nContent-Length: 5").Drip(Pattern(5), 50));
            CollectionAssert.AreEqual(Pattern(5), ReadAll(Open()).Bytes);
        }

        [TestMethod]
        public void Silence_before_the_headers_times_out()
        {
            Server.Add(new ConnectionScript().ReadRequest());
            HttpTransport transport = NewTransport(readTimeout: ReadTimeout);
            Assert.AreEqual(OtaResult.TimedOut, Fail(transport, new TransportRequest { Url = Server.Url() }));
        }

        [TestMethod]
        public void Headers_that_drip_for_longer_than_the_answer_timeout_time_out()
        {
            // Every byte is in time for the read timeout; only the bound on the whole answer ends this.
            Server.Add(new ConnectionScript().ReadRequest().Drip(new byte[1000].Select(b => (byte)'H').ToArray(), 50));
            HttpTransport transport = NewTransport(answerTimeout: 500);
            Assert.AreEqual(OtaResult.TimedOut, Fail(transport, new TransportRequest { Url = Server.Url() }));
        }

        [TestMethod]
        public void A_transport_works_again_after_a_timeout()
        {
            Server.Add(new ConnectionScript().ReadRequest());
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 3", [1, 2, 3]);
            HttpTransport transport = NewTransport(answerTimeout: 3000);
            TransportRequest request = new() { Url = Server.Url() };
            Assert.AreEqual(OtaResult.TimedOut, Fail(transport, request));
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(Open(transport, request)).Bytes);
        }

        [TestMethod]
        public void A_call_is_given_up_in_time_even_if_the_platform_has_no_timeout_and_its_late_answer_is_closed()
        {
            using ManualResetEventSlim late = new();
            Server.Add(new ConnectionScript().ReadRequest().Wait(late).Head(Head100).Send(Pattern(100)));
            HttpWebRequest request = HttpPlatform.Create(Server.Url(), null);
            request.Timeout = Timeout.Infinite;
            HttpCall call = new(request, Server.Url(), isSecure: false, body: null);
            Task<OtaOutcome> start = Task.Run(() => call.Start(200, out _));
            bool isInTime = start.Wait(TimeSpan.FromSeconds(20));
            late.Set();
            Assert.IsTrue(isInTime);
            Assert.AreEqual(OtaResult.TimedOut, start.Result.Code);
            Assert.IsTrue(call.IsOver(20000));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("HT")]
        [DataRow("HTTP/1.1 200 OK\r\n")]
        [DataRow("HTTP/1.1 200 OK\r\nContent-Len")]
        [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n")]
        public void Headers_that_end_early_are_a_lost_connection(string head)
        {
            Server.Add(new ConnectionScript().ReadRequest().Send(head).Close());
            Assert.AreEqual(OtaResult.ConnectFailed, Fail());
        }

        [TestMethod]
        public void A_reset_before_the_headers_is_a_lost_connection()
        {
            Server.Add(new ConnectionScript().ReadRequest().Reset());
            Assert.AreEqual(OtaResult.ConnectFailed, Fail());
        }

        [TestMethod]
        public void Nobody_listening_is_a_failed_connection()
        {
            int port;
            using (TcpListener listener = new(IPAddress.Loopback, 0))
            {
                listener.Start();
                port = ((IPEndPoint)listener.LocalEndpoint).Port;
            }

            Assert.AreEqual(
                OtaResult.ConnectFailed,
                Fail(NewTransport(), new TransportRequest { Url = $"http://127.0.0.1:{port}/" }));
        }

        [TestMethod]
        public void A_name_that_does_not_exist_is_a_failed_connection()
        {
            // RFC 6761: .invalid never resolves.
            Assert.AreEqual(OtaResult.ConnectFailed, Fail(NewTransport(), new TransportRequest { Url = "http://server.invalid/" }));
        }

        [TestMethod]
        public void Closing_twice_and_reading_after_that_do_not_throw()
        {
            Server.Answer(Head100, Pattern(100));
            ITransportResponse response = Open();
            response.Close();
            response.Close();
            Assert.AreEqual(-(int)OtaResult.ConnectFailed, response.Read(new byte[10], 0, 10));
        }

        [TestMethod]
        public void Memory_that_runs_out_inside_the_platform_has_its_code()
        {
            WebException wrapped = new("", new IOException("", new InsufficientMemoryException()));
            Assert.AreEqual(OtaResult.OutOfMemory, HttpPlatform.Classify(wrapped, isSecure: true));
            Assert.AreEqual(OtaResult.OutOfMemory, HttpPlatform.ClassifyRead(wrapped));
        }
    }
}
