using System;

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>M2Mqtt's quality of service.</summary>
    internal enum MqttQoSLevel : byte
    {
        AtMostOnce = 0,
        AtLeastOnce = 1,
        ExactlyOnce = 2,
        GrantedFailure = 128,
    }

    /// <summary>The codes of M2Mqtt that the device code names. Others are numbers of MQTT 3.1.1, 3.2.2.3.</summary>
    internal enum MqttReasonCode : byte
    {
        Success = 0,
    }

    /// <summary>A message that came.</summary>
    internal sealed class MqttMsgPublishEventArgs : EventArgs
    {
        public MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain)
        {
            Topic = topic;
            Message = message;
            DupFlag = dupFlag;
            QosLevel = qosLevel;
            Retain = retain;
        }

        public string Topic { get; }

        public byte[] Message { get; }

        public bool DupFlag { get; }

        public MqttQoSLevel QosLevel { get; }

        public bool Retain { get; }
    }

    /// <summary>What became of a message that was published.</summary>
    internal sealed class MqttMsgPublishedEventArgs : EventArgs
    {
        public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
        {
            MessageId = messageId;
            IsPublished = isPublished;
        }

        public ushort MessageId { get; }

        public bool IsPublished { get; }
    }

    /// <summary>The answer to a subscription.</summary>
    internal sealed class MqttMsgSubscribedEventArgs : EventArgs
    {
        public MqttMsgSubscribedEventArgs(ushort messageId, MqttQoSLevel[] grantedQosLevels)
        {
            MessageId = messageId;
            GrantedQoSLevels = grantedQosLevels;
        }

        public ushort MessageId { get; }

        public MqttQoSLevel[] GrantedQoSLevels { get; }
    }
}

namespace nanoFramework.M2Mqtt.Exceptions
{
    /// <summary>No connection; the inner exception says why.</summary>
    internal sealed class MqttConnectionException : Exception
    {
        public MqttConnectionException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>No answer, or the connection broke.</summary>
    internal sealed class MqttCommunicationException : Exception
    {
        public MqttCommunicationException(Exception e)
            : base(string.Empty, e)
        {
        }
    }

    /// <summary>The time ran out.</summary>
    internal sealed class MqttTimeoutException : Exception
    {
    }
}
