using System.Net.Sockets;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>What a run of a virtual board has open ends with the run. The class is static for each run, so the test loads a copy of its own.</summary>
    [TestClass]
    public sealed class RunConnectionsTests
    {
        [TestMethod]
        public void The_end_of_a_run_closes_its_sockets_and_stops_the_threads_that_want_another_one()
        {
            AssemblyLoadContext run = new("run", isCollectible: true);
            Assembly mqtt = run.LoadFromAssemblyPath(typeof(UdpTrigger).Assembly.Location);
            Action<Socket> share = mqtt.GetType("NanoOta.MqttPlatform")!.GetMethod("Share", BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Action<Socket>>();
            Action end = mqtt.GetType("NanoOta.RunConnections")!.GetMethod("End")!.CreateDelegate<Action>();
            using Socket first = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            using Socket late = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            bool wentOn = false;

            Thread thread = new(() => share(first));
            thread.Start();
            thread.Join();
            Assert.IsFalse(first.SafeHandle.IsClosed, "The run goes on.");
            end();
            Assert.IsTrue(first.SafeHandle.IsClosed, "The port is not free for the next run.");

            Thread zombie = new(() =>
            {
                share(late);
                wentOn = true;
            });
            zombie.Start();
            Eventually.Is(() => late.SafeHandle.IsClosed, "A thread of the run that has ended has a socket.");
            Eventually.Is(() => zombie.IsBackground, "The thread keeps the process alive.");
            Assert.IsFalse(zombie.Join(100), "No code of the run goes on.");
            Assert.IsFalse(wentOn);
        }
    }
}
