using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>Devices to begin a sweep with: made once, and copied from flash to flash.</summary>
    internal static class BootModel
    {
        /// <summary>All that the Bootstrap has on a drive.</summary>
        public static readonly string[] Files =
            ["a.img", "a.jws", "a.chk", "b.img", "b.jws", "b.chk", "boot.0", "boot.1", "ota.0", "ota.1"];

        /// <summary>Release 2 is confirmed in slot b, release 1 was confirmed in slot a before.</summary>
        public static BoardFixture Second()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            fixture.App = release => BootProgramTests.ConfirmAndUpdate(fixture);
            fixture.BootUntilQuiet(4);
            Assert.AreEqual(2, fixture.Running);
            return fixture;
        }

        /// <summary>A device that has on flash what that one has, and a server that offers that release.</summary>
        public static BoardFixture Copy(BoardFixture model, string offer)
        {
            BoardFixture fixture = new();
            fixture.Publish(offer);
            foreach (string file in Files)
            {
                byte[]? bytes = SmallFiles.Read(model.Storage, file, int.MaxValue);
                if (bytes != null)
                {
                    fixture.Storage.Put(file, bytes);
                }
            }

            return fixture;
        }
    }
}
