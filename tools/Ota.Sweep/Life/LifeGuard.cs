namespace NanoOta.Sweep.Life
{
    /// <summary>The guard, which never goes back and is told of no restart where these defences are left out.</summary>
    internal sealed class LifeGuard : IEspGuard
    {
        private readonly LifeWorld _world;
        private readonly IEspGuard _guard;

        public LifeGuard(LifeWorld world, IEspGuard guard)
        {
            _world = world;
            _guard = guard;
            if (world.Lacks(Defence.GoingBack))
            {
                guard.Tell(GuardEvent.WayBack, 0);
            }
        }

        /// <inheritdoc/>
        public OtaResult Tell(GuardEvent what, int value) =>
            what is GuardEvent.Sleep or GuardEvent.Restart && _world.Lacks(Defence.DeclaredRestarts)
                ? OtaResult.Ok
                : _guard.Tell(what, what == GuardEvent.WayBack && _world.Lacks(Defence.GoingBack) ? 0 : value);

        /// <inheritdoc/>
        public OtaResult GetStatus(byte[] status) => _guard.GetStatus(status);
    }
}
