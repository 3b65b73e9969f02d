namespace NanoOta.Tooling.Release
{
    /// <summary>How a release's files are named below the channel's folder.</summary>
    public enum HostingLayout
    {
        /// <summary>{version}/{component}.img: a folder for each version.</summary>
        Folders,

        /// <summary>{version}-{component}.img: for places without folders, such as GitHub's release assets.</summary>
        Flat,
    }

    /// <summary>The names of a layout.</summary>
    internal static class HostingLayouts
    {
        /// <summary>The URL of a file, relative to the manifest's.</summary>
        public static string Url(this HostingLayout layout, string version, string name) => layout == HostingLayout.Flat ? $"{version}-{name}" : $"{version}/{name}";

        /// <summary>The layout of a release.</summary>
        public static HostingLayout Of(ManifestContent? content) =>
            content?.Images.Any(image => !image.Image.File.Contains('/')) == true ? HostingLayout.Flat : HostingLayout.Folders;
    }
}
