using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Inspection;

namespace NanoOta.Tests.Tooling
{
    /// <summary>inspect says in words what a device was doing when it stopped, from the records that the device's own code wrote.</summary>
    [TestClass]
    public class RecordInspectionTests
    {
        [TestMethod]
        [DataRow(OtaState.Idle, "no update was under way; 1.4.0.0")]
        [DataRow(OtaState.Activating, "the device was about to restart into 1.5.0.0")]
        [DataRow(OtaState.OnTrial, "the device was trying 1.5.0.0")]
        [DataRow(OtaState.Confirming, "the device was confirming 1.5.0.0")]
        [DataRow(OtaState.Confirmed, "the device ran 1.4.0.0")]
        [DataRow(OtaState.RolledBack, "the device had gone back to 1.4.0.0")]
        public void A_state_record_says_what_the_device_was_doing(OtaState state, string says)
        {
            JsonObject shown = Inspector.Inspect(Copy(StateOf(state)), "ota.0");

            Assert.AreEqual("state record", (string?)shown["kind"]);
            StringAssert.StartsWith((string?)shown["says"], says, StringComparison.Ordinal);
            Assert.AreEqual("HealthCheckFailed (604): a health check said that the new release is bad", (string?)shown["lastResult"]);
            Assert.AreEqual("2026-08-01 12:00 UTC", (string?)shown["lastAnswered"]);
        }

        [TestMethod]
        public void A_flash_file_says_what_the_device_was_doing_and_what_the_guard_knew()
        {
            byte[] flash = new byte[0x400000];
            Array.Fill(flash, (byte)0xFF);
            PartitionTable table = PartitionTable.CreateOta4MB();
            table.ToBytes().CopyTo(flash, PartitionTable.DefaultOffset);
            int records = table.Partitions.Single(partition => partition.Label == PartitionTable.StateLabel).Offset;
            Sector(Copy(StateOf(OtaState.Confirmed), writes: 1)).CopyTo(flash, records);
            Sector(Copy(StateOf(OtaState.OnTrial), writes: 2)).CopyTo(flash, records + 4096);
            Note(1, 1, 0x11, 0).CopyTo(flash, records + 8192);
            Note(2, 3, 0x11, 4).CopyTo(flash, records + 8192 + 16);

            JsonObject shown = Inspector.Inspect(flash, "flash.bin");

            StringAssert.StartsWith((string?)shown["says"], "the device was trying 1.5.0.0 (the server had not answered yet)", StringComparison.Ordinal);
            Assert.AreEqual("the guard had left the slot (ota_1); 4 starts without life; the last start came by Crash", (string?)shown["guard"]!["says"]);

            // The newer copy is torn: the older one counts.
            flash[records + 4096 + 60] ^= 1;
            StringAssert.StartsWith((string?)Inspector.Inspect(flash, "flash.bin")["says"], "the device ran 1.4.0.0, confirmed", StringComparison.Ordinal);
        }

        [TestMethod]
        public void Boot_record_starts_settings_and_log_are_shown_in_words()
        {
            byte[] boot = new byte[40];
            "NBR1"u8.CopyTo(boot);
            boot[4] = 1;
            boot[5] = 2;
            boot[6] = 3;
            boot[8] = 3;
            Assert.AreEqual("the Bootstrap tries slot b at most 3 more times, and goes back to slot a then", (string?)Inspector.Inspect(Copy(boot), "boot.1")["says"]);

            byte[] starts = [3, 2, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0];
            JsonObject shown = Inspector.Inspect(Copy(starts), "start.0");
            Assert.AreEqual("2 starts ended before the application lived; 1 of the asks were answered", (string?)shown["says"]);
            Assert.AreEqual("answered, the next start asks", (string?)shown["flags"]);

            byte[] settings = [.. "NOS2"u8, .. new byte[36], 3, 0, .. "a/b"u8, .. new byte[6], 4, 0, .. "beta"u8, .. new byte[4]];
            Assert.AreEqual("a/b beta on", $"{Inspector.Inspect(Copy(settings), "set.0")["url"]} {Inspector.Inspect(Copy(settings), "set.0")["group"]} {Inspector.Inspect(Copy(settings), "set.0")["updates"]}");

            byte[] log = new byte[480];
            "NOL1"u8.CopyTo(log);
            log[4] = 2;
            BinaryPrimitives.WriteUInt32LittleEndian(log.AsSpan(32), 0x80000000 + 40);
            BinaryPrimitives.WriteUInt16LittleEndian(log.AsSpan(36), 100);
            log[38] = 1;
            StringAssert.StartsWith((string?)Inspector.Inspect(Copy(log), "log.0")["says"], "the last that happened: check, ConnectFailed (100)", StringComparison.Ordinal);
        }

        [TestMethod]
        public void A_torn_copy_is_refused_and_a_password_is_never_shown()
        {
            byte[] copy = Copy(StateOf(OtaState.Idle));
            copy[^1] ^= 1;
            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => Inspector.Inspect(copy, "ota.0")).Message, "a torn copy", StringComparison.Ordinal);

            JsonObject network = Inspector.Inspect(Copy([1, 2, 3, 4, 5, 4, .. "home"u8, 6, .. "secret"u8]), "net.0");
            Assert.IsFalse(network.ToJsonString().Contains("secret", StringComparison.Ordinal), network.ToJsonString());
        }

        [TestMethod]
        public async Task Keys_records_and_pack_files_are_shown_and_nothing_secret()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            fixture.Key.Save(fixture.Temp["k.pem"]);

            JsonObject key = Inspector.Inspect(File.ReadAllBytes(fixture.Temp["k.pem"]), "k.pem");
            JsonObject record = Inspector.Inspect(File.ReadAllBytes(fixture.RecordPath), "stable.jws");
            JsonObject pack = Inspector.Inspect(File.ReadAllBytes(fixture.Temp["packed-1.0.0/app.pack.json"]), "app.pack.json");
            JsonObject manifest = Inspector.Inspect(File.ReadAllBytes(fixture.ManifestPath), "manifest.jws");

            Assert.AreEqual("private key test", $"{key["kind"]} {key["kid"]}");
            Assert.AreEqual("channel record 1", $"{record["kind"]} {record["payload"]!["last"]!["revision"]}");
            Assert.AreEqual("pack file app", $"{pack["kind"]} {pack["content"]!["component"]}");
            Assert.AreEqual("2027-08-01 12:00 UTC", (string?)manifest["payload"]!["expires"]);
        }

        private static byte[] StateOf(OtaState state)
        {
            DeviceRecord record = new() { State = state, LastResult = OtaResult.HealthCheckFailed, LastAnswered = ReleaseFixture.Now.ToUnixTimeSeconds() };
            record.Target.Version = ReleaseVersion.Parse("1.5");
            record.Installed.Version = ReleaseVersion.Parse("1.4");
            byte[] bytes = new byte[DeviceRecord.Length];
            record.Encode(bytes);
            return bytes;
        }

        // As the device's own store writes a copy.
        private static byte[] Copy(byte[] record, int writes = 1)
        {
            MemoryMedium medium = new();
            TwoCopyStateStore store = new(medium, record.Length);
            store.Read(new byte[record.Length]);
            for (int i = 0; i < writes; i++)
            {
                Assert.AreEqual(OtaResult.Ok, store.Write(record, record.Length));
            }

            byte[] buffer = new byte[TwoCopyStateStore.HeaderLength + record.Length];
            byte[] newest = [];
            for (int copy = 0; copy < 2; copy++)
            {
                int count = medium.Read(copy, buffer, buffer.Length);
                if (count > 0 && (newest.Length == 0 || BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(4)) > BinaryPrimitives.ReadInt32LittleEndian(newest.AsSpan(4))))
                {
                    newest = buffer[..count];
                }
            }

            return newest;
        }

        private static byte[] Sector(byte[] copy)
        {
            byte[] sector = new byte[8 + copy.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(sector, (uint)copy.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(4), ~(uint)copy.Length);
            copy.CopyTo(sector, 8);
            return sector;
        }

        private static byte[] Note(uint generation, byte word, byte slot, byte starts)
        {
            byte[] note = new byte[16];
            BinaryPrimitives.WriteUInt32LittleEndian(note, generation);
            note[4] = word;
            note[5] = slot;
            note[6] = starts;
            note[11] = (byte)StartReason.Crash;
            BinaryPrimitives.WriteUInt32LittleEndian(note.AsSpan(12), System.IO.Hashing.Crc32.HashToUInt32(note.AsSpan(0, 12)));
            return note;
        }
    }
}
