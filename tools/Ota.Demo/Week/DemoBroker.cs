using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoOta.Demo
{
    /// <summary>Debian's mosquitto on a free port of this PC, and an owner who hears every report and may ask for a check.</summary>
    internal sealed class DemoBroker : IDisposable
    {
        private const int StartSeconds = 5;
        private const int AnswerSeconds = 5;

        private static readonly string[] _folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator), "/usr/sbin", "/usr/local/sbin"];

        private readonly string _folder = Directory.CreateTempSubdirectory("nanoota-broker-").FullName;
        private readonly IMqttClient _owner = new MqttClientFactory().CreateMqttClient();
        private readonly List<JsonObject> _reports = [];
        private readonly StringBuilder _log = new();
        private Process? _process;

        private DemoBroker()
        {
            using (TcpListener free = new(IPAddress.Loopback, 0))
            {
                free.Start();
                Port = ((IPEndPoint)free.LocalEndpoint).Port;
            }
        }

        /// <summary>The port.</summary>
        public int Port { get; }

        /// <summary>What came, each number once, in order.</summary>
        public IReadOnlyList<JsonObject> Reports
        {
            get
            {
                lock (_reports)
                {
                    return [.. _reports.OrderBy(report => (int)report["number"]!)];
                }
            }
        }

        /// <summary>A broker with its owner; null where mosquitto is not installed, or does not start.</summary>
        public static async Task<DemoBroker?> StartAsync(CancellationToken cancellation)
        {
            string? program = _folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, "mosquitto")).FirstOrDefault(File.Exists);
            if (program == null)
            {
                return null;
            }

            DemoBroker broker = new();
            if (broker.Run(program) && await broker.ListenAsync(cancellation).ConfigureAwait(false))
            {
                return broker;
            }

            broker.Dispose();
            return null;
        }

        /// <summary>Asks a device for a check. Whether the device has the message.</summary>
        public bool Ask(string product, string device)
        {
            MqttApplicationMessage message = new MqttApplicationMessageBuilder()
                .WithTopic($"nanoota/{product}/{device}/check")
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build();
            _owner.PublishAsync(message).GetAwaiter().GetResult();
            return SpinWait.SpinUntil(() => Said($"Received PUBACK from nanoota-{product}-{device}"), TimeSpan.FromSeconds(AnswerSeconds));
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _owner.Dispose();
            _process?.Kill();
            _process?.WaitForExit();
            _process?.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private bool Run(string program)
        {
            string file = Path.Combine(_folder, "mosquitto.conf");
            File.WriteAllText(file, $"listener {Port} 127.0.0.1\nuser {Environment.UserName}\nallow_anonymous true\nlog_type all\n");
            try
            {
                _process = Process.Start(new ProcessStartInfo(program, ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // A file that this machine cannot run.
                return false;
            }

            _process.ErrorDataReceived += Note;
            _process.OutputDataReceived += Note;
            _process.BeginErrorReadLine();
            _process.BeginOutputReadLine();
            return true;
        }

        private async Task<bool> ListenAsync(CancellationToken cancellation)
        {
            _owner.ApplicationMessageReceivedAsync += Take;
            MqttClientOptions options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V311).WithTcpServer("127.0.0.1", Port).Build();
            MqttClientSubscribeOptions reports = new MqttClientSubscribeOptionsBuilder().WithTopicFilter("nanoota/+/+/report", MqttQualityOfServiceLevel.AtLeastOnce).Build();
            long start = Stopwatch.GetTimestamp();
            while (_process is { HasExited: false } && Stopwatch.GetElapsedTime(start).TotalSeconds < StartSeconds)
            {
                try
                {
                    await _owner.ConnectAsync(options, cancellation).ConfigureAwait(false);
                    await _owner.SubscribeAsync(reports, cancellation).ConfigureAwait(false);
                    return true;
                }
                catch (MQTTnet.Exceptions.MqttCommunicationException)
                {
                    // Not listening yet.
                    await Task.Delay(20, cancellation).ConfigureAwait(false);
                }
            }

            return false;
        }

        private Task Take(MqttApplicationMessageReceivedEventArgs arguments)
        {
            if (JsonNode.Parse(arguments.ApplicationMessage.ConvertPayloadToString() ?? "null") is JsonObject report)
            {
                lock (_reports)
                {
                    _reports.RemoveAll(other => (int)other["number"]! == (int)report["number"]!);
                    _reports.Add(report);
                }
            }

            return Task.CompletedTask;
        }

        private bool Said(string text)
        {
            lock (_log)
            {
                return _log.ToString().Contains(text, StringComparison.Ordinal);
            }
        }

        private void Note(object sender, DataReceivedEventArgs line)
        {
            lock (_log)
            {
                _ = _log.AppendLine(line.Data);
            }
        }
    }
}
