using System.Security.Cryptography.X509Certificates;
using System.Threading;
using nanoFramework.M2Mqtt;

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
    public sealed partial class MqttLink : ICheckTrigger, IReporter
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
    }
}
