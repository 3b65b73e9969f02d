using NanoOta.Tooling.Release;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>The kinds of device that the story can be told of.</summary>
    public enum DemoProfile
    {
        /// <summary>Two OTA slots of ESP-IDF, and nanoOta's interop in the firmware.</summary>
        OtaSlots = 0,

        /// <summary>Stock firmware: Ota.Bootstrap in the deployment, application slots on the drive I:.</summary>
        Stock = 1,

        /// <summary>In-Field Update: MCUboot, and the application in one of its images.</summary>
        InFieldUpdate = 2,
    }

    /// <summary>What is wrong with a release.</summary>
    internal enum ReleaseFault
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>A health check fails.</summary>
        Sick = 1,

        /// <summary>It throws as it starts.</summary>
        Crashes = 2,

        /// <summary>It waits as it starts, for ever.</summary>
        Hangs = 3,

        /// <summary>A static constructor of it throws, before its Main does anything.</summary>
        CrashesInStaticConstructor = 4,
    }

    /// <summary>What the board tells whoever tells the story. Called on the app's thread.</summary>
    internal sealed record DemoHooks(Action<string, string> Booted, Action<BoardProgress> OnReport);

    /// <summary>The device of the story, and how its releases are made.</summary>
    internal interface IDemoDevice : IDisposable
    {
        /// <summary>The product that its releases are of.</summary>
        string Product { get; }

        /// <summary>The board.</summary>
        Board Board { get; }

        /// <summary>Builds a release into a folder, and says how 'nanoota pack' takes it.</summary>
        PackRequest Build(string folder, string version, ReleaseFault fault);

        /// <summary>
        /// The version of the program that the flash now chooses, as 'nanoota inspect' reads it from a copy of the flash in that folder; null where
        /// flash does not tell.
        /// </summary>
        string? ReadBack(string folder);
    }
}
