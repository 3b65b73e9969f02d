using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Fixtures;

namespace NanoOta.Tests.Signer
{
    /// <summary>A started device of <see cref="ClientFixture"/> that trusts a key which the test can sign anything with.</summary>
    internal sealed class SignerFixture : IDisposable
    {
        public SignerFixture(MemorySlots? slots = null)
        {
            Device = slots == null ? new ClientFixture() : new ClientFixture(slots);
            // What the tests say of URLs holds for HTTP.
            Device.Server.Resolver = ReleaseUrl.Resolve;
            Device.Options.Keys = Signer.Keys;
            Expect.Result(OtaResult.Ok, Device.Client.Start());
        }

        public TestSigner Signer { get; } = new("k");

        public ClientFixture Device { get; }

        public byte[] Table => TestImages.Table(Device.NewImage);

        public void Dispose() => Signer.Dispose();

        /// <summary>The right manifest of the new release.</summary>
        public ManifestText Good() => SignedReleasesTests.Payload(Device.NewImage, TestImages.Head(Device.NewImage));

        /// <summary>Signs a manifest, publishes it and has the device update itself.</summary>
        public OtaResult Update(ManifestText manifest) => Update(manifest.ToString());

        /// <inheritdoc cref="Update(ManifestText)"/>
        public OtaResult Update(string payload)
        {
            Device.Publish(Signer.Sign(payload));
            return Device.Client.Update();
        }

        /// <summary>A refusal must leave slots and state as they were, and the record but for the revision that was seen; what its files refute stays on offer, to be tried again.</summary>
        public void AssertRefused(OtaResult expected, OtaResult actual, OtaState state = OtaState.Idle)
        {
            Assert.AreEqual(expected, actual);
            Assert.AreEqual(0, Device.Slots.Erases);
            Assert.AreEqual(0, Device.Slots.Running);
            Assert.IsLessThanOrEqualTo(2, Device.Medium.Writes, "More was written than the revision that was seen, and that an attempt brought nothing.");
            Assert.AreEqual(state, Device.Client.State);
        }

        /// <summary>The result of Jws.Verify, with what it must never do.</summary>
        public static OtaResult Verify(string envelope, TrustedKeys keys)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(envelope);
            byte[] before = [.. bytes];
            OtaResult result = Jws.Verify(bytes, bytes.Length, keys, out int length);
            Assert.AreEqual(result == OtaResult.Ok, length > 0);
            if (result != OtaResult.Ok)
            {
                CollectionAssert.AreEqual(before, bytes);
            }

            return result;
        }
    }
}
