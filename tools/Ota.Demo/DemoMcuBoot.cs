using System.Security.Cryptography;
using NanoOta.Formats;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>MCUboot's side of the demo: a key for images, and what is made with it.</summary>
    internal sealed class DemoMcuBoot : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        /// <summary>The bootloader's options for a board of 4 MB.</summary>
        public McuBootOptions Options => new()
        {
            Layout = McuBootLayout.Create(4 * 1024 * 1024),
            PublicKey = McuBootImageBuilder.PublicKeyOf(_key),
        };

        /// <summary>The key as 'pack' takes it.</summary>
        public PublicKey PublicKey => new("bootloader", McuBootImageBuilder.PublicKeyOf(_key));

        /// <summary>Signs a payload.</summary>
        public byte[] Sign(string version, byte[] payload)
        {
            return new McuBootImageBuilder { Version = Version.Parse(version + ".0.0") }.Build(payload, _key);
        }

        /// <summary>A firmware for the slot of nanoCLR: the app lies in the other one.</summary>
        public byte[] Firmware() => Sign("1.0", new EspImageBuilder { ProjectName = "nanoCLR" }.AddSegment("nanoCLR"u8).Build());

        /// <inheritdoc/>
        public void Dispose() => _key.Dispose();
    }
}
