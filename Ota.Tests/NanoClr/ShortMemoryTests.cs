using System;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>
    /// Each operation with the CLR's heap filled up but for a hole, from one that is too small to one that is enough. Only a CLR whose heap
    /// ends can run this, so it is not among the shared tests.
    /// </summary>
    [TestClass]
    public class ShortMemoryTests
    {
        // Below this not even the operation's own guard has room for its stack.
        private const int Least = 2000;
        private const int Most = 400000;

        private static readonly object[] _ballast = new object[4000];
        private static byte[] _hole;

        [TestMethod]
        public void A_check_ends_with_a_code_and_the_next_update_succeeds()
        {
            Sweep(Operation.Check);
        }

        [TestMethod]
        public void Staging_ends_with_a_code_and_the_next_update_succeeds()
        {
            Sweep(Operation.Stage);
        }

        [TestMethod]
        public void An_update_ends_with_a_code_and_the_next_one_succeeds()
        {
            Sweep(Operation.Update);
        }

        [TestMethod]
        public void A_confirmation_ends_with_a_code_and_can_be_made_later()
        {
            Sweep(Operation.Confirm);
        }

        [TestMethod]
        public void A_rejection_ends_with_a_code_and_can_be_made_later()
        {
            Sweep(Operation.Reject);
        }

        // Until there was enough memory three times.
        private static void Sweep(Operation operation)
        {
            int enough = 0;
            int refused = 0;
            for (int hole = Least; hole < Most && enough < 3; hole += hole / 8)
            {
                ClientFixture fixture = operation == Operation.Confirm || operation == Operation.Reject ? ClientFixture.OnTrial() : ClientFixture.Started();
                if (operation == Operation.Stage)
                {
                    Expect.Result(OtaResult.Ok, fixture.Client.Check());
                }

                OtaResult result = RunIn(hole, fixture.Client, operation);
                string label = "hole " + hole + ", result " + (int)result;

                // A CLR that compacts its heap within a call can leave the caller with the array's former place. Seen on the host build at a hole of 4052:
                // the body's bytes were right in Read, and zero after the return. The signature refuses such bytes.
                Assert.IsTrue(result == OtaResult.Ok || result == OtaResult.OutOfMemory || result == OtaResult.JwsMalformed, label);
                enough = result == OtaResult.Ok ? enough + 1 : 0;
                refused += result == OtaResult.Ok ? 0 : 1;
                Finish(fixture, operation == Operation.Reject, label);
            }

            Assert.AreEqual(3, enough);
            Assert.IsTrue(refused > 0);
        }

        private static OtaResult RunIn(int hole, OtaClient client, Operation operation)
        {
            int used = 0;
            _hole = new byte[hole];
            for (int size = 65536; size >= 8 && used < _ballast.Length;)
            {
                try
                {
                    _ballast[used] = new byte[size];
                    used++;
                }
                catch (OutOfMemoryException)
                {
                    size /= 2;
                }
            }

            _hole = null;
            try
            {
                return Run(client, operation);
            }
            finally
            {
                Array.Clear(_ballast, 0, _ballast.Length);
            }
        }

        private static OtaResult Run(OtaClient client, Operation operation)
        {
            switch (operation)
            {
                case Operation.Check:
                    return client.Check();
                case Operation.Stage:
                    return client.Stage();
                case Operation.Update:
                    return client.Update();
                case Operation.Confirm:
                    return client.Confirm();
                default:
                    return client.Reject(OtaResult.HealthCheckFailed);
            }
        }

        // With memory again the client goes on from where it is.
        private static void Finish(ClientFixture fixture, bool rejects, string label)
        {
            OtaState state = fixture.Client.State;
            Assert.IsTrue(state != OtaState.Checking && state != OtaState.Downloading, label);
            Assert.IsTrue(state != OtaState.Activating || fixture.Slots.Running == 1, label);
            if (rejects)
            {
                if (state == OtaState.OnTrial)
                {
                    Expect.Result(OtaResult.Ok, fixture.Client.Reject(OtaResult.HealthCheckFailed));
                }

                Assert.AreEqual(0, fixture.Slots.Running, label);
                return;
            }

            if (state != OtaState.OnTrial && state != OtaState.Confirmed)
            {
                if (fixture.Slots.Running == 0)
                {
                    Expect.Result(OtaResult.Ok, fixture.Client.Update());
                }

                Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            }

            if (fixture.Client.IsOnTrial)
            {
                Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
            }

            Expect.State(OtaState.Confirmed, fixture.Client.State);
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.NewImage), label);
        }
    }
}
