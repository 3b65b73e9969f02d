using System;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace NanoOta
{
    /// <summary>
    /// One connection to an MQTT broker (OASIS MQTT 3.1.1). The link brings reports, tells who is there, and asks the agent for checks.
    /// docs/FORMAT.md has the topics.
    /// </summary>
    /// <remarks>
    /// Thread-safe. A thread of its own keeps the connection, and pauses ever longer while there is none. No exception leaves the class. At most one
    /// message is on its way to the broker. A wish for a check is one bit, however many messages came.
    /// </remarks>
    public sealed class MqttLink : ICheckTrigger, IReporter
    {
        // M2Mqtt itself waits as long for the answer to a CONNECT.
        private const int AnswerTime = 30000;

        // The first report comes soon after the start, while the first connection is being made.
        private const int ConnectTime = 10000;
        private const int CloseTime = 5000;
        private const int Slice = 1000;
        private const int ShortSlice = 100;
        private const int NoMessage = -1;
        private const int LastFailure = 30;

        // The lock on all fields below that two threads use.
        private readonly object _gate = new object();

        // Held by whoever waits for the answer to a message.
        private readonly object _sending = new object();
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly AutoResetEvent _answer = new AutoResetEvent(false);
        private readonly MqttOptions _mqtt;
        private readonly MqttTopics _topics;
        private readonly string _clientId;
        private readonly RetryPolicy _retry;
        private readonly OtaResult _optionsResult;
        private X509Certificate _authority;
        private OtaAgent _agent;
        private Thread _thread;
        private MqttClient _client;
        private bool _isConnecting;
        private bool _isUp;
        private bool _isClosed;
        private bool _isBroken;
        private bool _isWished;
        private int _answeredId = NoMessage;
        private bool _isGranted;

        /// <summary>A link. Nothing happens before <see cref="Begin"/> or the first report.</summary>
        /// <param name="mqtt">The broker.</param>
        /// <param name="options">The client's options: product and device id, each a name (<see cref="MqttTopics.IsName"/>).</param>
        public MqttLink(MqttOptions mqtt, OtaOptions options)
        {
            _mqtt = mqtt;
            _optionsResult = mqtt == null || options == null || !MqttTopics.IsName(options.Product) || !MqttTopics.IsName(options.DeviceId)
                ? OtaResult.ArgumentInvalid
                : mqtt.Check();
            LastOutcome = OtaOutcome.Of(_optionsResult);
            if (_optionsResult == OtaResult.Ok)
            {
                _topics = new MqttTopics(mqtt.TopicRoot, options.Product, options.DeviceId);
                _clientId = mqtt.TopicRoot + "-" + options.Product + "-" + options.DeviceId;
                _retry = new RetryPolicy(mqtt.FirstPause, mqtt.LongestPause, RetryPolicy.Unlimited, OptionsCheck.Seed(options.DeviceId));
            }
        }

        /// <summary>
        /// How the last attempt to connect ended. <see cref="OtaResult.Ok"/> also before the first one. <see cref="OtaResult.ArgumentInvalid"/> for
        /// wrong options. <see cref="OtaResult.ConnectFailed"/>, <see cref="OtaResult.TimedOut"/>, <see cref="OtaResult.TlsFailed"/>,
        /// <see cref="OtaResult.OutOfMemory"/>. <see cref="OtaResult.BrokerRefused"/> with the broker's return code as status; 128 for a
        /// subscription that was refused.
        /// </summary>
        public OtaOutcome LastOutcome { get; private set; }

        /// <summary>Whether the broker has accepted the device, its subscriptions and its "online".</summary>
        public bool IsUp
        {
            get
            {
                lock (_gate)
                {
                    return _isUp && _client != null && _client.IsConnected;
                }
            }
        }

        /// <summary>Connections that came up since the start.</summary>
        public int Connections { get; private set; }

        /// <summary>Attempts to connect that failed since the start.</summary>
        public int Failures { get; private set; }

        /// <summary>Messages that asked for a check since the start.</summary>
        public int Requests { get; private set; }

        /// <summary>Messages that asked for nothing, since the start: retained ones, and those of other topics.</summary>
        public int Ignored { get; private set; }

        /// <inheritdoc/>
        /// <remarks>Without good options nothing begins, and <see cref="LastOutcome"/> says so.</remarks>
        public void Begin(OtaAgent agent)
        {
            _agent = agent;
            Start();
        }

        /// <inheritdoc/>
        /// <remarks>
        /// Publishes to the device's own topic with QoS 1, whatever the address is. Waits up to 30 s for the broker's receipt. While the connection
        /// is being made, waits up to 10 s for the connection. Without a connection the code is that of <see cref="LastOutcome"/>, or
        /// <see cref="OtaResult.ConnectFailed"/>. <see cref="OtaResult.TimedOut"/> without a receipt: the connection is then made anew.
        /// </remarks>
        public OtaOutcome Send(string address, string document)
        {
            Start();
            for (int waited = 0; waited < ConnectTime && IsConnecting(); waited += ShortSlice)
            {
                Thread.Sleep(ShortSlice);
            }

            MqttClient client;
            OtaOutcome last;
            lock (_gate)
            {
                client = _isUp ? _client : null;
                last = LastOutcome;
            }

            if (client == null)
            {
                return last.Code != OtaResult.Ok ? last : OtaOutcome.About(OtaResult.ConnectFailed, _mqtt.Broker);
            }

            OtaResult result = Publish(client, _topics.Report, document, false, AnswerTime);
            if (result == OtaResult.Ok)
            {
                return OtaOutcome.Ok;
            }

            lock (_gate)
            {
                _isBroken = _isBroken || client == _client;
            }

            _wake.Set();
            return OtaOutcome.About(result, _mqtt.Broker);
        }

        /// <summary>Says "offline", leaves the broker, and ends the thread. Takes 5 s at most. For good: before a deep sleep, for example.</summary>
        public void Close()
        {
            Thread thread;
            lock (_gate)
            {
                _isClosed = true;
                thread = _thread;
            }

            _wake.Set();
            _answer.Set();
            if (thread != null)
            {
                thread.Join(CloseTime);
            }
        }

        private void Start()
        {
            try
            {
                lock (_gate)
                {
                    if (_thread == null && !_isClosed && _optionsResult == OtaResult.Ok)
                    {
                        Thread thread = new Thread(new ThreadStart(Run));
                        thread.Start();
                        _isConnecting = true;
                        _thread = thread;
                    }
                }
            }
            catch (Exception)
            {
                // No memory for a thread. The next report tries again.
            }
        }

        private bool IsConnecting()
        {
            lock (_gate)
            {
                return _isConnecting && !_isClosed;
            }
        }

        private bool IsClosed()
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }

        private void Run()
        {
            int failures = 0;
            while (!IsClosed())
            {
                try
                {
                    if (_agent != null && _agent.State == AgentState.Offline)
                    {
                        // Without a network an attempt says nothing of the broker.
                        failures = 0;
                        Pause(Slice);
                        continue;
                    }

                    bool wasSteady = Attempt() && Stay();
                    Drop();
                    failures = wasSteady ? 1 : failures < LastFailure ? failures + 1 : LastFailure;
                    Pause(_retry.NextDelayMilliseconds(failures));
                    lock (_gate)
                    {
                        _isConnecting = true;
                    }
                }
                catch (Exception)
                {
                    // No memory even for an outcome. A thread that ends here would be the last one.
                    Drop();
                    Thread.Sleep(Slice);
                }
            }
        }

        // Whether there is a connection now.
        private bool Attempt()
        {
            OtaOutcome outcome = Connect();
            bool isUp = outcome.Code == OtaResult.Ok;
            lock (_gate)
            {
                LastOutcome = outcome;
                _isUp = isUp;
                _isConnecting = false;
                Connections += isUp ? 1 : 0;
                Failures += isUp ? 0 : 1;
            }

            return isUp;
        }

        private OtaOutcome Connect()
        {
            try
            {
                if (!HasAuthority())
                {
                    return OtaOutcome.About(OtaResult.TlsFailed, _mqtt.Broker);
                }

                bool isSecure = _mqtt.Protection != MqttProtection.UnsafePlain;
                int port = _mqtt.Port != 0 ? _mqtt.Port : isSecure ? MqttSettings.BrokerDefaultSslPort : MqttSettings.BrokerDefaultPort;
                MqttSslProtocols tls = !isSecure ? MqttSslProtocols.None : _mqtt.Protection == MqttProtection.Tls13 ? MqttSslProtocols.TLSv1_3 : MqttSslProtocols.TLSv1_2;

                // A new client for each connection: the old one may still hold messages, and an old address of the broker.
                MqttClient client = new MqttClient(_mqtt.Broker, port, isSecure, _authority, null, tls);

                // The settings are one object for all clients of the program, and another one may have switched the check off.
                client.Settings.ValidateServerCertificate = true;
                client.MqttMsgPublishReceived += NoteMessage;
                client.MqttMsgPublished += NotePublished;
                client.MqttMsgSubscribed += NoteSubscribed;
                client.ConnectionClosed += NoteClosed;
                lock (_gate)
                {
                    _client = client;
                    _isBroken = false;
                    _answeredId = NoMessage;
                }

                return Introduce(client);
            }
            catch (Exception e)
            {
                return OtaOutcome.About(Classify(e), _mqtt.Broker);
            }
        }

        private bool HasAuthority()
        {
            try
            {
                if (_authority == null && _mqtt.CertificateAuthority != null)
                {
                    _authority = MqttPlatform.ParseAuthorities(_mqtt.CertificateAuthority);
                }

                return true;
            }
            catch (Exception)
            {
                // Bytes that are no certificate.
                return false;
            }
        }

        // The broker keeps the session. A wish of the time when the device is away comes with the next connection.
        private OtaOutcome Introduce(MqttClient client)
        {
            int answer = (int)client.Connect(_clientId, _mqtt.User, _mqtt.Password, true, MqttQoSLevel.AtLeastOnce, true, _topics.State, "offline", false, (ushort)_mqtt.KeepAlive);
            if (answer != (int)MqttReasonCode.Success)
            {
                return new OtaOutcome(OtaResult.BrokerRefused, answer, _mqtt.Broker, 0);
            }

            if (_agent != null)
            {
                lock (_sending)
                {
                    int id = client.Subscribe(
                        new string[] { _topics.Check, _topics.CheckAll },
                        new MqttQoSLevel[] { MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtLeastOnce });
                    OtaResult subscribed = Await(client, id, AnswerTime);
                    if (subscribed != OtaResult.Ok)
                    {
                        return subscribed == OtaResult.BrokerRefused
                            ? new OtaOutcome(subscribed, (int)MqttQoSLevel.GrantedFailure, _topics.Check, 0)
                            : OtaOutcome.About(subscribed, _mqtt.Broker);
                    }
                }
            }

            OtaResult online = Publish(client, _topics.State, "online", true, AnswerTime);
            return online == OtaResult.Ok ? OtaOutcome.Ok : OtaOutcome.About(online, _mqtt.Broker);
        }

        // Whether the connection lasted long enough to count as a good one.
        private bool Stay()
        {
            int lasted = 0;
            while (true)
            {
                lock (_gate)
                {
                    if (_isClosed || _isBroken || !_client.IsConnected)
                    {
                        return lasted >= _mqtt.SteadyAfter;
                    }
                }

                Ask();
                if (!_wake.WaitOne(Slice, false) && lasted < _mqtt.SteadyAfter)
                {
                    lasted += Slice;
                }
            }
        }

        // The agent hears nobody within 10 minutes of a check. The wish stays until then.
        private void Ask()
        {
            lock (_gate)
            {
                if (!_isWished)
                {
                    return;
                }

                _isWished = false;
            }

            // Outside of the lock: an agent that asks for the clock may wait.
            if (_agent.CheckNow() == OtaResult.CheckTooSoon)
            {
                lock (_gate)
                {
                    _isWished = true;
                }
            }
        }

        private void Drop()
        {
            MqttClient client;
            bool isOrderly;
            lock (_gate)
            {
                client = _client;
                isOrderly = _isUp && _isClosed;
                _client = null;
                _isUp = false;
            }

            if (client == null)
            {
                return;
            }

            try
            {
                client.MqttMsgPublishReceived -= NoteMessage;
                client.ConnectionClosed -= NoteClosed;
                if (isOrderly && client.IsConnected)
                {
                    // A broker gives no will for a client that takes its leave.
                    int id = client.Publish(_topics.State, Encoding.UTF8.GetBytes("offline"), null, null, MqttQoSLevel.AtLeastOnce, true);
                    for (int waited = 0; waited < Slice && !IsAnswered(id); waited += ShortSlice)
                    {
                        _answer.WaitOne(ShortSlice, false);
                    }

                    client.Disconnect();
                }

                client.MqttMsgPublished -= NotePublished;
                client.MqttMsgSubscribed -= NoteSubscribed;
                client.Close();
            }
            catch (Exception)
            {
                // What is dropped may be broken in any way.
            }
        }

        // Milliseconds, less when the link is closed. The wish goes to the agent without a connection, too.
        private void Pause(int milliseconds)
        {
            int left = milliseconds;
            while (left > 0 && !IsClosed())
            {
                int slice = left < Slice ? left : Slice;
                if (_agent != null)
                {
                    Ask();
                }

                _wake.WaitOne(slice, false);
                left -= slice;
            }
        }

        private OtaResult Publish(MqttClient client, string topic, string text, bool isRetained, int time)
        {
            try
            {
                lock (_sending)
                {
                    int id = client.Publish(topic, Encoding.UTF8.GetBytes(text), null, null, MqttQoSLevel.AtLeastOnce, isRetained);
                    return Await(client, id, time);
                }
            }
            catch (Exception e)
            {
                return Classify(e);
            }
        }

        private OtaResult Await(MqttClient client, int id, int time)
        {
            for (int waited = 0; waited < time; waited += ShortSlice)
            {
                lock (_gate)
                {
                    if (_answeredId == id)
                    {
                        return _isGranted ? OtaResult.Ok : OtaResult.BrokerRefused;
                    }

                    if (_isClosed || client != _client || !client.IsConnected)
                    {
                        return OtaResult.ConnectFailed;
                    }
                }

                _answer.WaitOne(ShortSlice, false);
            }

            return OtaResult.TimedOut;
        }

        private bool IsAnswered(int id)
        {
            lock (_gate)
            {
                return _answeredId == id;
            }
        }

        private void NoteMessage(object sender, MqttMsgPublishEventArgs message)
        {
            lock (_gate)
            {
                // A retained message comes again with each connection. Whoever left one there meant the past.
                if (message.Retain || (message.Topic != _topics.Check && message.Topic != _topics.CheckAll))
                {
                    Ignored++;
                    return;
                }

                Requests++;
                _isWished = true;
            }

            _wake.Set();
        }

        // M2Mqtt gives up after a few attempts. Then no receipt comes any more.
        private void NotePublished(object sender, MqttMsgPublishedEventArgs message)
        {
            NoteAnswer(sender, message.MessageId, message.IsPublished);
        }

        private void NoteSubscribed(object sender, MqttMsgSubscribedEventArgs message)
        {
            bool isGranted = true;
            for (int i = 0; i < message.GrantedQoSLevels.Length; i++)
            {
                isGranted = isGranted && message.GrantedQoSLevels[i] != MqttQoSLevel.GrantedFailure;
            }

            NoteAnswer(sender, message.MessageId, isGranted);
        }

        private void NoteAnswer(object sender, int id, bool isGranted)
        {
            lock (_gate)
            {
                if (_client != null && sender != _client)
                {
                    return;
                }

                _answeredId = id;
                _isGranted = isGranted;
            }

            _answer.Set();
        }

        private void NoteClosed(object sender, EventArgs e)
        {
            _wake.Set();
            _answer.Set();
        }

        // M2Mqtt wraps what happened while connecting. A device's failed handshake is a plain exception.
        private OtaResult Classify(Exception exception)
        {
            OtaResult result = OtaResult.ConnectFailed;
            for (Exception e = exception; e != null; e = e.InnerException)
            {
                if (e is OutOfMemoryException)
                {
                    return OtaResult.OutOfMemory;
                }

                SocketException socket = e as SocketException;
                if (socket != null)
                {
                    return MqttPlatform.IsTimeout(socket) ? OtaResult.TimedOut : OtaResult.ConnectFailed;
                }

                if (e is MqttConnectionException && _mqtt.Protection != MqttProtection.UnsafePlain)
                {
                    result = OtaResult.TlsFailed;
                }
                else if (e is MqttCommunicationException || e is MqttTimeoutException)
                {
                    result = OtaResult.TimedOut;
                }
            }

            return result;
        }
    }
}
