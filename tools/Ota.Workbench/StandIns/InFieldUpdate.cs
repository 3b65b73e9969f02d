namespace NanoOta
{
    /// <summary>The platform's UpdateManager, answered by the virtual board.</summary>
    public sealed class UpdateManagerSessions : IUpdateSessions
    {
        private readonly BoardUpdateSessions _sessions;

        public UpdateManagerSessions(UpdateImage image)
        {
            _sessions = new BoardUpdateSessions(image);
        }

        public UpdateImage Image
        {
            get { return _sessions.Image; }
        }

        public int Status
        {
            get { return _sessions.Status; }
        }

        public int NextOffset
        {
            get { return _sessions.NextOffset; }
        }

        public byte[] GetPrimaryHash()
        {
            return _sessions.GetPrimaryHash();
        }

        public byte[] GetSecondaryHash()
        {
            return _sessions.GetSecondaryHash();
        }

        public int Start(int totalLength)
        {
            return _sessions.Start(totalLength);
        }

        public int Resume(int totalLength, byte[] expectedHeader)
        {
            return _sessions.Resume(totalLength, expectedHeader);
        }

        public int Store(byte[] buffer, int index, int count)
        {
            return _sessions.Store(buffer, index, count);
        }

        public int Complete()
        {
            return _sessions.Complete();
        }

        public int Abort(bool eraseSlot)
        {
            return _sessions.Abort(eraseSlot);
        }

        public int Erase()
        {
            return _sessions.Erase();
        }

        public bool ConfirmDeployment()
        {
            return _sessions.ConfirmDeployment();
        }

        public bool RequestRevert()
        {
            return _sessions.RequestRevert();
        }

        public void Restart()
        {
            _sessions.Restart();
        }
    }
}
