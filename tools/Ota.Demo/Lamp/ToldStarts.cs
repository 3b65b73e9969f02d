using NanoOta;
using NanoOta.VirtualDevice;

namespace Lamp
{
    /// <summary>The board's guard, which also tells whoever watches the board that the lamp lives.</summary>
    internal sealed class ToldStarts : IStartGuard
    {
        private readonly IStartGuard _guard;

        public ToldStarts(IStartGuard guard)
        {
            _guard = guard;
        }

        public StartReason Reason => _guard.Reason;

        public StartPlan Plan => _guard.Plan;

        public GoneBack GoneBack => _guard.GoneBack;

        public int Starts => _guard.Starts;

        public OtaResult Tell(GuardEvent what, int value)
        {
            OtaResult result = _guard.Tell(what, value);
            if (what == GuardEvent.Life && result == OtaResult.Ok)
            {
                BoardNatives.Current.Report("life", 0, 0, 0);
            }

            return result;
        }

        public RecordLoss NoteRead(OtaResult result) => _guard.NoteRead(result);
    }
}
