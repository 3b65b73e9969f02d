using NanoOta.Formats;

namespace NanoOta.Tooling.Firmware
{
    /// <summary>Gives the parts of an attached application back.</summary>
    public static class PartsExtractor
    {
        /// <summary>The file of the boot part.</summary>
        public const string BootFile = "boot.bin";

        /// <summary>The file of the application part; empty for an empty device.</summary>
        public const string AppFile = "app.bin";

        /// <summary>Writes both parts into a folder, byte for byte as they lie in the image.</summary>
        public static AppSegment Run(string imagePath, string folder)
        {
            AppSegment app = FirmwareFile.Load(imagePath).App
                ?? throw new ToolException(ExitCode.BadInput, $"{imagePath} has no application attached. 'nanoota pack --firmware' attaches one.");
            Files.MakeFolder(folder);
            Files.WriteAtomically(Path.Combine(folder, BootFile), app.Boot);
            Files.WriteAtomically(Path.Combine(folder, AppFile), app.App);
            return app;
        }
    }
}
