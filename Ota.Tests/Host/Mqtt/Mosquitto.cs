using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>Debian's mosquitto with a configuration of its own, on a free port of this PC. The test is inconclusive where there is none.</summary>
    public sealed class Mosquitto : IDisposable
    {
        private const string Install = "mosquitto is not installed (Debian: apt-get install mosquitto).";

        private static readonly string[] _folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator), "/usr/sbin", "/usr/bin"];

        private readonly string _folder = Directory.CreateTempSubdirectory("nanoOta-mqtt-").FullName;
        private readonly string _broker;
        private readonly StringBuilder _log = new();
        private readonly StringBuilder _configuration = new();
        private Process? _process;

        private Mosquitto()
        {
            _broker = Find("mosquitto");
            Port = Ports.Free(SocketType.Stream);
            _ = _configuration
                .AppendLine($"listener {Port} 127.0.0.1")
                .AppendLine($"user {Environment.UserName}")
                .AppendLine("persistence true")
                .AppendLine($"persistence_location {_folder}/");
        }

        /// <summary>The port.</summary>
        public int Port { get; }

        /// <summary>What the broker has said.</summary>
        public string Log
        {
            get
            {
                lock (_log)
                {
                    return _log.ToString();
                }
            }
        }

        /// <summary>A broker that lets everybody in.</summary>
        public static Mosquitto Open()
        {
            Mosquitto broker = new();
            _ = broker._configuration.AppendLine("allow_anonymous true");
            broker.Start();
            return broker;
        }

        /// <summary>A broker that asks for that user's password.</summary>
        public static Mosquitto WithPassword(string user, string password)
        {
            Mosquitto broker = new();
            string file = Path.Combine(broker._folder, "passwords");
            using (Process tool = Process.Start(Find("mosquitto_passwd"), ["-b", "-c", file, user, password]))
            {
                tool.WaitForExit();
                Assert.AreEqual(0, tool.ExitCode, "mosquitto_passwd");
            }

            _ = broker._configuration.AppendLine("allow_anonymous false").AppendLine($"password_file {file}");
            broker.Start();
            return broker;
        }

        /// <summary>A broker with TLS and that certificate.</summary>
        public static Mosquitto WithTls(X509Certificate2 certificate)
        {
            Mosquitto broker = new();
            string chain = Path.Combine(broker._folder, "server.pem");
            string key = Path.Combine(broker._folder, "server.key");
            File.WriteAllText(chain, certificate.ExportCertificatePem());
            using (ECDsa secret = certificate.GetECDsaPrivateKey()!)
            {
                File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
            }

            _ = broker._configuration.AppendLine("allow_anonymous true").AppendLine($"certfile {chain}").AppendLine($"keyfile {key}");
            broker.Start();
            return broker;
        }

        /// <summary>Starts the broker, for the first time or after <see cref="Kill"/>. Waits until the port answers.</summary>
        public void Start()
        {
            string file = Path.Combine(_folder, "mosquitto.conf");
            File.WriteAllText(file, _configuration.ToString());
            ProcessStartInfo start = new(_broker, ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true };
            _process = Process.Start(start)!;
            _process.ErrorDataReceived += Note;
            _process.OutputDataReceived += Note;
            _process.BeginErrorReadLine();
            _process.BeginOutputReadLine();
            Eventually.Is(Answers, () => "mosquitto does not listen: " + Log);
        }

        /// <summary>Ends the broker without a word, as a power cut does.</summary>
        public void Kill()
        {
            _process!.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_process != null)
            {
                Kill();
            }

            Directory.Delete(_folder, recursive: true);
        }

        private static string Find(string program)
        {
            string? path = _folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
            if (path == null)
            {
                Assert.Inconclusive(Install);
            }

            return path!;
        }

        private bool Answers()
        {
            Assert.IsFalse(_process!.HasExited, "mosquitto ended: " + Log);
            try
            {
                using TcpClient client = new();
                client.Connect(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
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
