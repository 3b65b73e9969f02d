namespace NanoOta.Tooling.Release
{
    /// <summary>One publishing in a channel's record.</summary>
    /// <param name="Revision">Its revision.</param>
    /// <param name="Action">What it was.</param>
    /// <param name="Version">The release's version.</param>
    /// <param name="Issued">When, in Unix seconds.</param>
    /// <param name="Kid">The name of the key that signed.</param>
    /// <param name="By">The user and the machine that published.</param>
    /// <param name="Audience">Who gets the release, in words.</param>
    /// <param name="Images">Component, '=' and identity of each image, in order.</param>
    public sealed record ChannelEntry(long Revision, ChannelAction Action, string Version, long Issued, string Kid, string By, string Audience, IReadOnlyList<string> Images)
    {
        /// <summary>An entry for a manifest.</summary>
        public static ChannelEntry Of(ManifestContent content, ChannelAction action, string kid) =>
            new(content.Revision, action, content.Version, content.Issued, kid, $"{Environment.UserName}@{Environment.MachineName}", AudienceText.Of(content), IdentitiesOf(content));

        /// <summary>Whether the images are those of a manifest.</summary>
        public bool HasImagesOf(ManifestContent content) => Images.SequenceEqual(IdentitiesOf(content));

        private static string[] IdentitiesOf(ManifestContent content) => [.. content.Images.Select(image => $"{image.Component}={image.Chunks.Identity}").Order(StringComparer.Ordinal)];
    }
}
