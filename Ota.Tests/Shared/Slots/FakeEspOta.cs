namespace NanoOta.Tests
{
    /// <summary>ESP-IDF's calls with answers that a test sets, and the arguments that came.</summary>
    public sealed class FakeEspOta : IEspOta
    {
        /// <summary>Subtypes of running, boot and next partition.</summary>
        public int[] Subtypes { get; } = { 0x10, 0x10, 0x11 };

        /// <summary>Their sizes.</summary>
        public int[] Sizes { get; } = { 8192, 8192, 8192 };

        /// <summary>Their bytes, from the first on.</summary>
        public byte[][] Bytes { get; } = { new byte[8192], new byte[8192], new byte[8192] };

        /// <summary>What <see cref="GetState"/> answers.</summary>
        public int State { get; set; }

        /// <summary>What everything that can fail answers.</summary>
        public OtaResult Answer { get; set; }

        /// <summary>Writes of otadata are said to be done, and are not.</summary>
        public bool LosesWrites { get; set; }

        /// <summary>The read that fails, counted from 0; -1 for none.</summary>
        public int FailingRead { get; set; } = -1;

        /// <summary>Reads so far.</summary>
        public int Reads { get; private set; }

        /// <summary>The last other call with its arguments; null if there was none.</summary>
        public string Call { get; private set; }

        /// <inheritdoc/>
        public int GetSubtype(EspPartition partition)
        {
            return Subtypes[(int)partition];
        }

        /// <inheritdoc/>
        public int GetSize(EspPartition partition)
        {
            return Sizes[(int)partition];
        }

        /// <inheritdoc/>
        public int GetState(int subtype)
        {
            if (Call != "valid")
            {
                Call = "state " + subtype;
            }

            return State;
        }

        /// <inheritdoc/>
        public OtaResult Read(EspPartition partition, int offset, byte[] buffer, int index, int count)
        {
            int number = Reads;
            Reads++;
            byte[] bytes = Bytes[(int)partition];
            if (number == FailingRead || offset < 0 || count < 0 || count > Sizes[(int)partition] - offset || count > bytes.Length - offset)
            {
                return OtaResult.SlotReadFailed;
            }

            System.Array.Copy(bytes, offset, buffer, index, count);
            return Answer;
        }

        /// <inheritdoc/>
        public OtaResult Begin(int offset)
        {
            Call = "begin " + offset;
            return Answer;
        }

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count)
        {
            Call = "write " + buffer[index] + " " + index + " " + count;
            return Answer;
        }

        /// <inheritdoc/>
        public OtaResult End()
        {
            Call = "end";
            return Answer;
        }

        /// <inheritdoc/>
        public void Abort()
        {
            Call = "abort";
        }

        /// <inheritdoc/>
        public OtaResult SetBoot()
        {
            Call = "boot";
            if (Answer == OtaResult.Ok && !LosesWrites)
            {
                Subtypes[(int)EspPartition.Boot] = Subtypes[(int)EspPartition.NextUpdate];
            }

            return Answer;
        }

        /// <inheritdoc/>
        public OtaResult MarkValid()
        {
            Call = "valid";
            if (Answer == OtaResult.Ok && !LosesWrites)
            {
                State = 2;
            }

            return Answer;
        }

        /// <inheritdoc/>
        public OtaResult MarkInvalidAndRestart()
        {
            Call = "invalid";
            return Answer;
        }

        /// <inheritdoc/>
        public OtaResult ReadDescription(EspPartition partition, byte[] description)
        {
            Call = "description";
            return Answer;
        }
    }
}
