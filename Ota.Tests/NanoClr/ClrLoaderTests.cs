using System;
using System.Collections;
using System.Reflection;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>
    /// The loader on the CLR that it is for. What is loaded stays until the process ends: every test has assemblies of its own (Apps/), which
    /// the run makes into PEs; LoaderApps gives a new array of each.
    /// </summary>
    [TestClass]
    public class ClrLoaderTests
    {
        [TestMethod]
        public void A_resident_assembly_has_the_version_that_references_are_linked_by()
        {
            ClrLoader loader = new ClrLoader();
            Version version = Assembly.Load("mscorlib").GetName().Version;
            Assert.IsTrue(version.Major > 0);
            Assert.AreEqual((version.Major << 16) | version.Minor, loader.VersionOf("mscorlib"));
            Assert.AreEqual(1, loader.VersionOf("Ota.Bootstrap"));
        }

        [TestMethod]
        public void An_assembly_that_is_not_there_has_no_version()
        {
            ClrLoader loader = new ClrLoader();
            Assert.AreEqual(-1, loader.VersionOf("Nowhere"));
            Assert.AreEqual(-1, loader.VersionOf("ota.bootstrap"));
            Assert.AreEqual(-1, loader.VersionOf(""));
            Assert.AreEqual(-1, loader.VersionOf(",,"));
        }

        [TestMethod]
        public void A_program_of_two_assemblies_runs_its_private_main_with_its_statics_set()
        {
            ClrLoader loader = new ClrLoader();
            Assert.AreEqual(-1, loader.VersionOf("Lamp.Light"));
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.LampLight()));
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.LampSwitch()));
            Expect.Result(OtaResult.Ok, loader.Run());
            Assert.AreEqual(5, RunsOf("Lamp.Switch", "Lamp.Program"));
        }

        [TestMethod]
        public void What_the_loader_loaded_is_not_resident_for_it_and_is_for_another()
        {
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.LampLight()));
            Assert.AreEqual(-1, loader.VersionOf("Lamp.Light"));
            Assert.AreEqual(0x10002, new ClrLoader().VersionOf("Lamp.Light"));
        }

        [TestMethod]
        public void An_assembly_whose_reference_is_missing_is_refused_and_loads_when_it_is_there()
        {
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(LoaderApps.NightLamp()));
            Assert.AreEqual(-1, loader.VersionOf("Night.Lamp"));
            Expect.Result(OtaResult.EntryPointMissing, loader.Run());
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.NightDark()));
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.NightLamp()));
            Expect.Result(OtaResult.Ok, loader.Run());
            Assert.AreEqual(7, RunsOf("Night.Lamp", "Night.Program"));
        }

        [TestMethod]
        public void Bytes_that_are_no_whole_assembly_are_refused()
        {
            ClrLoader loader = new ClrLoader();
            byte[] good = LoaderApps.Tiny();
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(new byte[0]));
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(new byte[4096]));
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(TestImages.Noise(7u, 1000)));
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(Front(good, 8)));
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(Front(good, PeHeader.Length - 1)));
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(Front(good, PeHeader.Length)));
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(Front(good, good.Length - 1)));
            Assert.AreEqual(-1, loader.VersionOf("Tiny"));
        }

        [TestMethod]
        public void A_flipped_bit_anywhere_in_the_header_and_behind_it_is_refused()
        {
            ClrLoader loader = new ClrLoader();
            for (int at = 0; at < PeHeader.Length + 40; at++)
            {
                byte[] bad = LoaderApps.Tiny();
                bad[at] ^= 1;
                Expect.Result(OtaResult.AssemblyRefused, loader.Load(bad));
            }
        }

        [TestMethod]
        public void An_assembly_with_native_methods_is_refused_even_if_the_firmware_has_them()
        {
            // System.Math as it is published: the CLR has its native half, of that checksum, for the deploy partition.
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(LoaderApps.NativesRelay()));
            Expect.Result(OtaResult.AssemblyRefused, loader.Load(LoaderApps.SystemMath()));
            Assert.AreEqual(-1, loader.VersionOf("System.Math"));
        }

        [TestMethod]
        public void The_clr_itself_takes_native_methods_that_it_cannot_call()
        {
            // What the refusal rests on: the day that the CLR links them, this fails. A method with arguments is not even to be tried here: the
            // frame of its call stays behind half made, and the next time that the heap is compacted the CLR crashes.
            Assembly relay = Assembly.Load(LoaderApps.NativesRelay());
            Assert.ThrowsException(typeof(NotSupportedException), () => relay.GetType("Natives.Relay").GetMethod("Read").Invoke(null, null));
        }

        [TestMethod]
        public void The_main_of_the_assembly_loaded_last_is_the_entry_point_and_no_inherited_one()
        {
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.MainsFirst()));
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.MainsLast()));
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.Tiny()));
            Expect.Result(OtaResult.Ok, loader.Run());
            Assert.AreEqual(1, RunsOf("Mains.Last", "Last.Program"));
            Assert.AreEqual(0, RunsOf("Mains.First", "First.Program"));
        }

        [TestMethod]
        public void A_main_with_arguments_or_a_result_or_an_instance_is_no_entry_point()
        {
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.EntryPointMissing, loader.Run());
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.MainsNone()));
            Expect.Result(OtaResult.EntryPointMissing, loader.Run());
        }

        [TestMethod]
        public void What_main_throws_reaches_the_caller_as_it_is()
        {
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.MainsThrower()));
            string told = null;
            try
            {
                loader.Run();
            }
            catch (InvalidOperationException e)
            {
                told = e.Message;
            }

            Assert.AreEqual("no bulb", told);
        }

        [TestMethod]
        public void An_image_is_loaded_in_the_order_of_its_references_and_run()
        {
            MemoryStorage storage = new MemoryStorage(new PowerSupply());
            byte[] image = TestApps.Join(LoaderApps.OrderProgram(), LoaderApps.OrderBase());
            Expect.Result(OtaResult.Ok, SmallFiles.Write(storage, "a.img", image, image.Length));
            ClrLoader loader = new ClrLoader();
            LoadOrder order = new LoadOrder();
            Expect.Outcome(OtaResult.Ok, null, order.Read(storage, "a.img", image.Length, loader));
            for (int i = 0; i < order.Count; i++)
            {
                byte[] assembly = new byte[order.Ordered[i].Length];
                Expect.Result(OtaResult.Ok, storage.Read("a.img", order.Ordered[i].Offset, assembly, 0, assembly.Length));
                Expect.Result(OtaResult.Ok, loader.Load(assembly));
            }

            Expect.Result(OtaResult.Ok, loader.Run());
            Assert.AreEqual("number 12", (string)Field("Order.Program", "Order.Program", "Said"));
        }

        [TestMethod]
        public void A_static_constructor_that_fails_does_not_keep_the_program_from_running()
        {
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.StaticsFailing()));
            Expect.Result(OtaResult.Ok, loader.Run());
            Assert.AreEqual(1, RunsOf("Statics.Failing", "Statics.Program"));
        }

        [TestMethod]
        public void Loading_waits_for_static_constructors_however_long_they_take()
        {
            ClrLoader loader = new ClrLoader();
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.StaticsSlow()));
            Expect.Result(OtaResult.Ok, loader.Run());
            Assert.AreEqual(3, RunsOf("Statics.Slow", "Statics.Slow"));
        }

        [TestMethod]
        public void A_loaded_program_runs_where_the_garbage_collector_has_moved_it()
        {
            ClrLoader loader = new ClrLoader();
            byte[] below = new byte[100000];
            below[0] = 1;
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.LampLight()));
            Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.LampMoved()));
            below = null;
            nanoFramework.Runtime.Native.GC.Run(true);
            ArrayList noise = new ArrayList();
            for (int i = 0; i < 50; i++)
            {
                noise.Add(TestImages.Noise((uint)i, 4000));
            }

            nanoFramework.Runtime.Native.GC.Run(true);
            Expect.Result(OtaResult.Ok, loader.Run());
            Assert.AreEqual("moved 55", (string)Field("Lamp.Moved", "Lamp.Moved", "Said"));
            Assert.AreEqual(50, noise.Count);
        }

        [TestMethod]
        public void Too_little_memory_is_told_and_leaves_nothing_behind()
        {
            ClrLoader loader = new ClrLoader();
            byte[] assembly = LoaderApps.NanoFrameworkJson();
            ArrayList all = new ArrayList();
            for (int size = 1 << 20; size >= 64;)
            {
                try
                {
                    all.Add(new byte[size]);
                }
                catch (OutOfMemoryException)
                {
                    size /= 2;
                }
            }

            OtaResult result = loader.Load(assembly);
            all = null;
            Expect.Result(OtaResult.OutOfMemory, result);
            Expect.Result(OtaResult.Ok, loader.Load(assembly));
        }

        [TestMethod]
        public void More_assemblies_than_the_clr_may_have_places_for_are_refused()
        {
            ClrLoader loader = new ClrLoader();
            for (int i = 0; i < 32; i++)
            {
                Expect.Result(OtaResult.Ok, loader.Load(LoaderApps.Tiny()));
            }

            Expect.Result(OtaResult.AssemblyRefused, loader.Load(LoaderApps.Tiny()));
        }

        private static int RunsOf(string assembly, string type)
        {
            return (int)Field(assembly, type, "Runs");
        }

        private static object Field(string assembly, string type, string field)
        {
            return Assembly.Load(assembly).GetType(type).GetField(field, BindingFlags.Static | BindingFlags.Public).GetValue(null);
        }

        private static byte[] Front(byte[] whole, int count)
        {
            byte[] front = new byte[count];
            Array.Copy(whole, 0, front, 0, count);
            return front;
        }
    }
}
