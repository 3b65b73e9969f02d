using System;
using System.Net.Sockets;
using System.Text;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace NanoOta
{
    /// <content>One connection: making, leaving, and why none came.</content>
    public sealed partial class MqttLink
    {
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
