using NanoOta.Formats;

namespace NanoOta.Tests.Tooling
{
    /// <summary>Makes assemblies of a header, references and names: enough for whoever reads headers only.</summary>
    internal static class PeBuilder
    {
        private static readonly Version _version = new(1, 0, 0, 0);

        /// <summary>An assembly of version 1.0 that needs others of version 1.0. "clr:0xFE28" is a string of the CLR's own table.</summary>
        public static byte[] Make(string name, string[] references, uint nativeChecksum = 0, int codeLength = 8) =>
            Make(PeFormat.V1, name, references, nativeChecksum, codeLength);

        /// <summary>The same, of either generation.</summary>
        public static byte[] Make(PeFormat format, string name, string[] references, uint nativeChecksum = 0, int codeLength = 8) => new PeWriter
        {
            Name = name,
            Generation = format.Generation,
            NativeChecksum = nativeChecksum,
            References = [.. references.Select(reference => (reference, _version))],
            Payload = new byte[codeLength],
        }.Write();

        /// <summary>Makes both checksums right again, unless the marker is none: then nobody looks at them.</summary>
        public static byte[] Seal(byte[] pe) => PeFormat.Of(pe) == null ? pe : PeWriter.Seal(pe);
    }
}
