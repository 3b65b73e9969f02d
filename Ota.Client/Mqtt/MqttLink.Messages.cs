using System;
using System.Text;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace NanoOta
{
    /// <content>What goes to the broker, and what comes from there.</content>
    public sealed partial class MqttLink
    {
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
    }
}
