using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>The owner's end: hears every topic of nanoOta, and publishes.</summary>
    internal sealed class Watcher : IDisposable
    {
        private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
        private readonly List<(string Topic, string Text, int Qos, bool IsRetained)> _seen = [];

        /// <summary>Connects and subscribes.</summary>
        public Watcher(Mosquitto broker)
        {
            _client.ApplicationMessageReceivedAsync += arguments =>
            {
                MqttApplicationMessage message = arguments.ApplicationMessage;
                lock (_seen)
                {
                    _seen.Add((message.Topic, message.ConvertPayloadToString() ?? string.Empty, (int)message.QualityOfServiceLevel, message.Retain));
                }

                return Task.CompletedTask;
            };
            MqttClientOptions options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V311).WithTcpServer("127.0.0.1", broker.Port).Build();
            _client.ConnectAsync(options).GetAwaiter().GetResult();
            MqttClientSubscribeOptions all = new MqttClientSubscribeOptionsBuilder().WithTopicFilter("nanoota/#", MqttQualityOfServiceLevel.AtLeastOnce).Build();
            _client.SubscribeAsync(all).GetAwaiter().GetResult();
        }

        /// <summary>What came.</summary>
        public IReadOnlyList<(string Topic, string Text, int Qos, bool IsRetained)> Seen
        {
            get
            {
                lock (_seen)
                {
                    return [.. _seen];
                }
            }
        }

        /// <summary>What came on one topic.</summary>
        public IReadOnlyList<string> On(string topic) => [.. Seen.Where(message => message.Topic == topic).Select(message => message.Text)];

        /// <summary>Waits for that text as the newest of a topic.</summary>
        public void Await(string topic, string text) =>
            Eventually.Is(() => On(topic) is [.., string last] && last == text, () => $"'{text}' on {topic}; there were {string.Join(", ", Seen)}");

        /// <summary>Publishes with QoS 1. The broker has the message afterwards.</summary>
        public void Publish(string topic, string text, bool isRetained = false)
        {
            MqttApplicationMessage message = new MqttApplicationMessageBuilder()
                .WithTopic(topic)
                .WithPayload(text)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithRetainFlag(isRetained)
                .Build();
            _client.PublishAsync(message).GetAwaiter().GetResult();
        }

        /// <inheritdoc/>
        public void Dispose() => _client.Dispose();
    }
}
