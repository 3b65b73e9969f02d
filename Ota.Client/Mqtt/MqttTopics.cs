namespace NanoOta
{
    /// <summary>The topics of one device. docs/FORMAT.md has the list. Never changes, so thread-safe.</summary>
    public sealed class MqttTopics
    {
        /// <summary>The topics of a device whose names are names (<see cref="IsName"/>).</summary>
        public MqttTopics(string root, string product, string device)
        {
            string family = root + "/" + product + "/";
            CheckAll = family + "check";
            Check = family + device + "/check";
            Report = family + device + "/report";
            State = family + device + "/state";
        }

        /// <summary>Asks every device of the product for a check.</summary>
        public readonly string CheckAll;

        /// <summary>Asks this device for a check.</summary>
        public readonly string Check;

        /// <summary>Gets this device's reports.</summary>
        public readonly string Report;

        /// <summary>Says "online" or "offline", retained.</summary>
        public readonly string State;

        /// <summary>
        /// Whether a text may be one level of a topic (MQTT 3.1.1, 4.7). Such a text has 1 to <see cref="MqttOptions.MaxName"/> characters. None of
        /// them is a separator, a wildcard or a control character.
        /// </summary>
        public static bool IsName(string text)
        {
            if (text == null || text.Length == 0 || text.Length > MqttOptions.MaxName)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (c < ' ' || c == '/' || c == '+' || c == '#' || c == 0x7F)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
