using nanoFramework.Runtime.InFieldUpdate;

namespace NanoOta
{
    /// <summary>The platform's own <see cref="UpdateManager"/>, for one image.</summary>
    public sealed class UpdateManagerSessions : IUpdateSessions
    {
        private readonly ImageType _type;
        private UpdateSession _session;

        /// <summary>For one image.</summary>
        public UpdateManagerSessions(UpdateImage image)
        {
            Image = image;
            _type = image == UpdateImage.NanoClr ? ImageType.NanoClr : ImageType.Deployment;
        }

        /// <inheritdoc/>
        public UpdateImage Image { get; }

        /// <inheritdoc/>
        public int Status => (int)UpdateManager.GetStatus(_type);

        /// <inheritdoc/>
        public int NextOffset => _session == null ? -1 : _session.NextOffset;

        /// <inheritdoc/>
        public byte[] GetPrimaryHash()
        {
            ImageInfo info = UpdateManager.GetPrimaryImageInfo(_type);
            return info == null ? null : info.ImageHash;
        }

        /// <inheritdoc/>
        public byte[] GetSecondaryHash()
        {
            ImageInfo info = UpdateManager.GetSecondaryImageInfo(_type);
            return info == null ? null : info.ImageHash;
        }

        /// <inheritdoc/>
        public int Start(int totalLength)
        {
            // The platform throws for what is not positive.
            return totalLength < 1 ? SessionCodes.BadArgument : (int)UpdateManager.StartUpdateSession(_type, totalLength, out _session);
        }

        /// <inheritdoc/>
        public int Resume(int totalLength, byte[] expectedHeader)
        {
            return totalLength < 1
                ? SessionCodes.BadArgument
                : (int)UpdateManager.ResumeUpdateSession(_type, totalLength, expectedHeader, out _session);
        }

        /// <inheritdoc/>
        public int Store(byte[] buffer, int index, int count)
        {
            return _session == null ? SessionCodes.BadToken : (int)UpdateManager.StoreImageChunk(_session, buffer, index, count);
        }

        /// <inheritdoc/>
        public int Complete()
        {
            if (_session == null)
            {
                return SessionCodes.BadToken;
            }

            int code = (int)UpdateManager.CompleteUpdateSession(_session);
            if (code != SessionCodes.Incomplete)
            {
                _session = null;
            }

            return code;
        }

        /// <inheritdoc/>
        public int Abort(bool eraseSlot)
        {
            if (_session == null)
            {
                return SessionCodes.Success;
            }

            int code = (int)UpdateManager.AbortUpdateSession(_session, eraseSlot);
            _session = null;
            return code;
        }

        /// <inheritdoc/>
        public int Erase()
        {
            return (int)UpdateManager.EraseSecondaryImage(_type);
        }

        /// <inheritdoc/>
        public bool ConfirmDeployment()
        {
            return UpdateManager.ConfirmDeploymentImage();
        }

        /// <inheritdoc/>
        public bool RequestRevert()
        {
            return Image == UpdateImage.NanoClr ? UpdateManager.RequestClrRevert() : UpdateManager.RequestDeploymentRevert();
        }

        /// <inheritdoc/>
        public void Restart()
        {
            UpdateManager.RequestReboot();
        }
    }
}
