using NanoOta.Tooling.Signing;
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

        /// <summary>The deployment that its images leave out; null if they hold all that they need.</summary>
        byte[]? Deployment { get; }

        /// <summary>The key that MCUboot checks its images with; null if they are none of MCUboot's.</summary>
        PublicKey? McuBootKey { get; }

        /// <summary>An image for 'nanoota pack'.</summary>
        byte[] BuildImage(string version, ReleaseFault fault);
    }
}
