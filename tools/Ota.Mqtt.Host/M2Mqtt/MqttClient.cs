using System;
using System.Buffers;
using System.Collections;
using System.Linq;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using NanoOta;
using NetClient = MQTTnet.IMqttClient;

namespace nanoFramework.M2Mqtt
{
    /// <summary>M2Mqtt's choice of TLS.</summary>
    internal enum MqttSslProtocols
    {
        None = 0,
        TLSv1_2 = 4,
        TLSv1_3 = 5,
    }

    /// <summary>What all clients of a program share.</summary>
    internal sealed class MqttSettings
    {
        public const int BrokerDefaultPort = 1883;
        public const int BrokerDefaultSslPort = 8883;

        public static MqttSettings Instance { get; } = new MqttSettings();

        public bool ValidateServerCertificate { get; set; } = true;
    }

    /// <summary>
    /// nanoFramework.M2Mqtt.MqttClient's surface over MQTTnet: what the device code uses, with the device's behaviour. Publish and Subscribe come back
    /// at once, and an event tells the answer. A refused CONNECT is a return value, and anything else an exception.
    /// </summary>
    internal sealed class MqttClient
    {
        private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

        private readonly NetClient _client = new MqttClientFactory().CreateMqttClient();
        private readonly string _host;
        private readonly int _port;
        private readonly bool _secure;
        private readonly X509Certificate _authority;
        private readonly MqttSslProtocols _protocol;
        private int _id;
        private int _isClosing;

        public MqttClient(string brokerHostName, int brokerPort, bool secure, X509Certificate caCert, X509Certificate clientCert, MqttSslProtocols sslProtocol)
        {
            _ = clientCert;
            RunConnections.Add(_client);
            _host = brokerHostName;
            _port = brokerPort;
            _secure = secure;
            _authority = caCert;
            _protocol = sslProtocol;
            _client.ApplicationMessageReceivedAsync += Receive;
            _client.DisconnectedAsync += arguments =>
            {
                IsConnected = false;
                ConnectionClosed?.Invoke(this, EventArgs.Empty);
                return Task.CompletedTask;
            };
        }

        public delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

        public delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

        public delegate void MqttMsgSubscribedEventHandler(object sender, MqttMsgSubscribedEventArgs e);

        public delegate void ConnectionClosedEventHandler(object sender, EventArgs e);

        public event MqttMsgPublishEventHandler MqttMsgPublishReceived;

        public event MqttMsgPublishedEventHandler MqttMsgPublished;

        public event MqttMsgSubscribedEventHandler MqttMsgSubscribed;

        public event ConnectionClosedEventHandler ConnectionClosed;

        public bool IsConnected { get; private set; }

        public MqttSettings Settings => MqttSettings.Instance;

        public MqttReasonCode Connect(
            string clientId,
            string username,
            string password,
            bool willRetain,
            MqttQoSLevel willQosLevel,
            bool willFlag,
            string willTopic,
            string willMessage,
            bool cleanSession,
            ushort keepAlivePeriod)
        {
            MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
                .WithProtocolVersion(MqttProtocolVersion.V311)
                .WithTcpServer(_host, _port)
                .WithClientId(clientId)
                .WithCleanSession(cleanSession)
                .WithTimeout(_timeout)
                .WithKeepAlivePeriod(TimeSpan.FromSeconds(keepAlivePeriod));
            if (username != null)
            {
                options.WithCredentials(username, password);
            }

            if (willFlag)
            {
                options.WithWillTopic(willTopic).WithWillPayload(willMessage).WithWillRetain(willRetain).WithWillQualityOfServiceLevel((MqttQualityOfServiceLevel)willQosLevel);
            }

            if (_secure)
            {
                options.WithTlsOptions(tls => tls
                    .UseTls()
                    .WithTargetHost(_host)
                    .WithSslProtocols(_protocol == MqttSslProtocols.TLSv1_3 ? SslProtocols.Tls13 : SslProtocols.Tls12)
                    .WithCertificateValidationHandler(Judge));
            }

            MqttClientConnectResult result;
            try
            {
                using CancellationTokenSource limit = new CancellationTokenSource(_timeout);
                result = Task.Run(() => _client.ConnectAsync(options.Build(), limit.Token)).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is OperationCanceledException or TimeoutException or MQTTnet.Exceptions.MqttCommunicationTimedOutException)
            {
                throw new MqttCommunicationException(e);
            }
            catch (Exception e)
            {
                throw new MqttConnectionException("Exception connecting to the broker", e);
            }

            IsConnected = result.ResultCode == MqttClientConnectResultCode.Success && _client.IsConnected;
            return (MqttReasonCode)(byte)CodeOf(result.ResultCode);
        }

        public ushort Publish(string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel, bool retain)
        {
            _ = contentType;
            _ = userProperties;
            MqttApplicationMessage packet = new MqttApplicationMessageBuilder()
                .WithTopic(topic)
                .WithPayload(message)
                .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)qosLevel)
                .WithRetainFlag(retain)
                .Build();
            ushort id = NextId();
            _ = Task.Run(async () =>
            {
                bool isPublished = false;
                try
                {
                    using CancellationTokenSource limit = new CancellationTokenSource(_timeout);
                    isPublished = (await _client.PublishAsync(packet, limit.Token).ConfigureAwait(false)).IsSuccess;
                }
                catch (Exception)
                {
                    // The event says so.
                }

                MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, isPublished));
            });
            return id;
        }

        public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
        {
            MqttClientSubscribeOptionsBuilder options = new MqttClientSubscribeOptionsBuilder();
            for (int i = 0; i < topics.Length; i++)
            {
                options.WithTopicFilter(topics[i], (MqttQualityOfServiceLevel)qosLevels[i]);
            }

            ushort id = NextId();
            _ = Task.Run(async () =>
            {
                try
                {
                    using CancellationTokenSource limit = new CancellationTokenSource(_timeout);
                    MqttClientSubscribeResult result = await _client.SubscribeAsync(options.Build(), limit.Token).ConfigureAwait(false);
                    MqttMsgSubscribed?.Invoke(this, new MqttMsgSubscribedEventArgs(id, [.. result.Items.Select(item => (MqttQoSLevel)(byte)item.ResultCode)]));
                }
                catch (Exception)
                {
                    // No answer: the device hears nothing, either.
                }
            });
            return id;
        }

        public void Disconnect()
        {
            Task.Run(() => _client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None)).GetAwaiter().GetResult();
        }

        public void Close()
        {
            if (Interlocked.Exchange(ref _isClosing, 1) == 0)
            {
                IsConnected = false;
                RunConnections.Remove(_client);
                _client.Dispose();
            }
        }

        // MQTT 3.1.1, 3.2.2.3. MQTTnet says the same in the numbers of MQTT 5.
        private static int CodeOf(MqttClientConnectResultCode code) => code switch
        {
            MqttClientConnectResultCode.UnsupportedProtocolVersion => 1,
            MqttClientConnectResultCode.ClientIdentifierNotValid => 2,
            MqttClientConnectResultCode.ServerUnavailable => 3,
            MqttClientConnectResultCode.BadUserNameOrPassword => 4,
            MqttClientConnectResultCode.NotAuthorized => 5,
            _ => (int)code,
        };

        private ushort NextId() => (ushort)((Interlocked.Increment(ref _id) % ushort.MaxValue) + 1);

        private Task Receive(MqttApplicationMessageReceivedEventArgs arguments)
        {
            MqttApplicationMessage message = arguments.ApplicationMessage;
            MqttMsgPublishReceived?.Invoke(
                this,
                new MqttMsgPublishEventArgs(message.Topic, message.Payload.ToArray(), message.Dup, (MqttQoSLevel)(byte)message.QualityOfServiceLevel, message.Retain));
            return Task.CompletedTask;
        }

        private bool Judge(MqttClientCertificateValidationEventArgs arguments)
        {
            if (!Settings.ValidateServerCertificate)
            {
                return true;
            }

            if (_authority is not AuthorityBundle authorities)
            {
                return arguments.SslPolicyErrors == SslPolicyErrors.None;
            }

            return (arguments.SslPolicyErrors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
                && arguments.Certificate is X509Certificate2 certificate
                && authorities.Judge(certificate, arguments.Chain) == X509ChainStatusFlags.NoError;
        }
    }
}
