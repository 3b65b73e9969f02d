using System;

namespace NanoOta
{
    /// <summary>
    /// Says on the debug console what the updater waits for. A new board with an empty drive and no Wi-Fi was silent for ever. Console.WriteLine prints in
    /// a Release build, and Debug.WriteLine does not (CoreLibrary 1.17.11). Not thread-safe.
    /// </summary>
    public sealed class WaitConsole
    {
        private readonly string _program;
        private readonly StoredNetwork _network = new StoredNetwork();

        /// <summary>A console of that program, whose name begins each line.</summary>
        public WaitConsole(string program)
        {
            _program = program;
        }

        /// <summary>For <see cref="BootPorts.Waits"/> and <see cref="UpdateProgram.Waits"/>.</summary>
        public void Say(WaitReason reason, OtaResult code)
        {
            Console.WriteLine(TextOf(reason, code));
        }

        /// <summary>The line. docs/guide/trouble.md explains each line and each code.</summary>
        public string TextOf(WaitReason reason, OtaResult code)
        {
            if (reason == WaitReason.Application)
            {
                return _program + " has no application";
            }

            string end = " " + ((int)code).ToString();
            if (reason == WaitReason.Server)
            {
                return _program + " waits for the server" + end;
            }

            if (reason == WaitReason.Release)
            {
                return _program + " waits for a release" + end;
            }

            string name = _network.ReadName();
            return name.Length == 0 ? _program + " waits for a network: no Wi-Fi is stored" : _program + " waits for the Wi-Fi " + name + end;
        }
    }
}
