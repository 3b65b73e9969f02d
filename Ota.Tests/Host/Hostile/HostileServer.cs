using NanoOta.Tests.Http;

namespace NanoOta.Tests.Hostile
{
    /// <summary>What a hostile server answers; null for the honest answer.</summary>
    internal delegate ConnectionScript? Fault(Question question);

    /// <summary>A web server on real sockets with the files of one release, honest but for the fault that a test sets.</summary>
    internal sealed class HostileServer : IDisposable
    {
        private readonly ScriptedServer _server = new();
        private volatile HostileRelease _release;
        private volatile Fault? _fault;

        public HostileServer(HostileRelease release)
        {
            _release = release;
            _server.Add(new ConnectionScript().Reply(Choose));
        }

        /// <summary>What it serves from now on.</summary>
        public HostileRelease Release
        {
            get => _release;
            set => _release = value;
        }

        /// <summary>What it does wrong from now on; null for nothing.</summary>
        public Fault? Fault
        {
            get => _fault;
            set => _fault = value;
        }

        public int Requests => _server.Accepted;

        public string Url(string path) => _server.Url(path);

        public Task<bool> AllClosedAsync() => _server.AllClosedAsync();

        public void Dispose() => _server.Dispose();

        private ConnectionScript Choose(string request)
        {
            HostileRelease release = _release;
            Question? question = request.Split(' ')[1].Split('?')[0] switch
            {
                HostileRelease.Manifests => Question.Of(ReleaseFile.Manifest, release.Manifest, request),
                HostileRelease.Tables => Question.Of(ReleaseFile.Table, release.Table, request),
                HostileRelease.Images => Question.Of(ReleaseFile.Image, release.Image, request),
                HostileRelease.Deltas when release.Delta != null => Question.Of(ReleaseFile.Delta, release.Delta, request),
                _ => null,
            };
            return question == null
                ? new ConnectionScript().Head("HTTP/1.1 404 Not Found\nContent-Length: 0")
                : _fault?.Invoke(question) ?? question.Send();
        }
    }
}
