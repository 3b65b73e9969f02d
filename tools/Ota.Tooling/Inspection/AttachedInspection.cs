using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling.Pe;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows the application that is attached to a firmware, and the native assemblies that the firmware registers.</summary>
    internal static class AttachedInspection
    {
        /// <summary>Adds them; false when the image has no application.</summary>
        public static bool Add(JsonObject result, byte[] image, EspImageInfo info)
        {
            AppSegmentFault fault = AppSegment.Find(image, info, out AppSegment? app);
            FirmwareNatives natives = FirmwareNatives.Read(info.Segments.Select(segment => new EspSegmentData(segment.LoadAddress, image.AsMemory(segment.Offset, segment.Length))));
            if (fault == AppSegmentFault.Magic)
            {
                // An image of another kind has no table of natives, and nothing needs one.
                if (natives.Fault != NativesFault.NoTable)
                {
                    result["application"] = "none attached";
                    AddNatives(result, natives, null);
                }

                return false;
            }

            if (app == null)
            {
                result["application"] = $"not sound: {fault}";
                AddNatives(result, natives, null);
                return true;
            }

            result["application"] = app.App.Length == 0 ? "none: an empty device" : $"{app.App.Length} bytes";
            result["boot part"] = $"{app.Boot.Length} bytes";
            AddNatives(result, natives, app);
            int bootAt = info.Segments.First(segment => Holds(image.AsSpan(segment.Offset, segment.Length))).Offset + app.BootOffset;
            result["boot assemblies"] = Rows(app.Boot, bootAt);
            result["app assemblies"] = Rows(app.App, bootAt + app.Boot.Length);
            return true;
        }

        private static bool Holds(ReadOnlySpan<byte> data) => AppSegment.IsSegment(data) && AppSegment.Parse(data, out _) == AppSegmentFault.None;

        private static void AddNatives(JsonObject result, FirmwareNatives natives, AppSegment? app)
        {
            if (natives.Fault != NativesFault.None)
            {
                result["natives"] = $"not known for sure: {natives.Fault}";
                return;
            }

            if (app != null)
            {
                IReadOnlyList<NativeMismatch> wrong = natives.Judge(app.BootAssemblies.Concat(app.AppAssemblies));
                result["natives"] = wrong.Count == 0
                    ? "the firmware has what the assemblies need"
                    : $"the firmware cannot run {string.Join(", ", wrong.Select(mismatch => mismatch.Name))}";
            }

            result["firmware natives"] = new JsonArray([.. natives.Assemblies.Select(native => new JsonObject
            {
                ["name"] = native.Name,
                ["checksum"] = Inspector.Hex(native.Checksum),
                ["version"] = native.Version.ToString(),
            })]);
        }

        // Where the assemblies lie in the image.
        private static JsonArray Rows(byte[] part, int offset) =>
            Inspector.Rows(AppImage.Parse(part, "part").Assemblies.Select(placed => placed with { Offset = offset + placed.Offset }));
    }
}
