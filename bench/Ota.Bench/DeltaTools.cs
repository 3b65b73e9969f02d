using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NanoOta.Bench
{
    /// <summary>The delta tools that Debian has, for comparison: bsdiff 4, xdelta3, zstd.</summary>
    internal static class DeltaTools
    {
        /// <summary>Names, programs and arguments; {0} is the old file, {1} the new one, {2} the result.</summary>
        public static readonly (string Name, string Program, string Arguments)[] All =
        [
            ("bsdiff", "bsdiff", "{0} {1} {2}"),
            ("xdelta3", "xdelta3", "-e -9 -S djw -f -s {0} {1} {2}"),
            ("zstd", "zstd", "-qq --single-thread --ultra -22 --long=27 -f --patch-from={0} {1} -o {2}"),
        ];

        /// <summary>Bytes of the tool's result; null when the tool is not installed.</summary>
        public static long? Measure((string Name, string Program, string Arguments) tool, byte[] oldImage, byte[] newImage)
        {
            string folder = Directory.CreateTempSubdirectory("nanoota-bench-").FullName;
            try
            {
                string[] files = ["old", "new", "delta"];
                File.WriteAllBytes(Path.Combine(folder, files[0]), oldImage);
                File.WriteAllBytes(Path.Combine(folder, files[1]), newImage);
                string arguments = string.Format(CultureInfo.InvariantCulture, tool.Arguments, files[0], files[1], files[2]);
                using Process process = Process.Start(new ProcessStartInfo(tool.Program, arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
                process.StandardError.ReadToEnd();
                process.WaitForExit();
                return process.ExitCode == 0
                    ? new FileInfo(Path.Combine(folder, files[2])).Length
                    : throw new InvalidOperationException($"{tool.Program} ended with {process.ExitCode}.");
            }
            catch (Win32Exception)
            {
                return null;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
