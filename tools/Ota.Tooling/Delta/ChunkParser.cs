namespace NanoOta.Tooling.Delta
{
    /// <summary>
    /// Chooses the copies and literals that make a chunk in the fewest bytes: dynamic programming over the chunk's places, of which each
    /// keeps the cheapest ways to reach it, one for each source that the way is copying from.
    /// </summary>
    /// <remarks>One object serves one thread, chunk after chunk.</remarks>
    internal sealed class ChunkParser
    {
        private const int ShortestCopy = 3;
        private const int MaxWays = 28;
        private const int MaxLiteralWays = 5;

        // Costs are in sixteenths of a byte, so that of equal ways the one that a device decodes faster wins.
        private const int Byte = 16;
        private const int TokenWork = 8;

        // As long as a copy matches that far ahead, no other source is looked for.
        private const int NoSearch = 24;

        // A way this much dearer than the cheapest does not come back.
        private const int Hopeless = 9 * Byte;

        private readonly CopyFinder _finder;
        private readonly byte[] _old;
        private readonly byte[] _new;
        private readonly List<Event> _events = [];
        private readonly CopyCandidate[] _candidates = new CopyCandidate[CopyFinder.MaxCandidates];
        private Way[] _ways = new Way[256];
        private Way[] _next = new Way[256];
        private int _count;

        public ChunkParser(CopyFinder finder, byte[] oldImage, byte[] newImage)
        {
            _finder = finder;
            _old = oldImage;
            _new = newImage;
        }

        private enum Kind : byte
        {
            Literal,
            Old,
            New,
        }

        /// <summary>The tokens of a chunk. <paramref name="differenceCosts"/>: further bytes that a fix by each difference takes.</summary>
        public List<PayloadToken> Parse(int offset, int length, ReadOnlySpan<byte> differenceCosts)
        {
            _events.Clear();
            _ways[0] = new Way { Cost = Byte, Kind = Kind.Literal, LastFix = -1, Event = -1 };
            _count = 1;
            for (int i = 0; i < length; i++)
            {
                OpenLiterals(i);
                if (length - i >= ShortestCopy && !GoesOn(offset, i, length))
                {
                    StartCopies(offset, i, length);
                }

                Step(offset, i, differenceCosts);
            }

            return Trace(length);
        }

        // Every copy that is long enough may end here; what follows is a new token.
        private void OpenLiterals(int at)
        {
            int copies = _count;
            for (int i = 0; i < copies; i++)
            {
                ref Way way = ref _ways[i];
                if (way.Kind == Kind.Literal || way.Run < ShortestCopy)
                {
                    continue;
                }

                Way opened = way with { Cost = way.Cost + Byte + TokenWork, Kind = Kind.Literal, Run = 0, Shift = way.Expected };
                int same = Find(Kind.Literal, way.Expected);
                if (same < 0)
                {
                    opened.Event = AddEvent(way.Event, at, Kind.Literal, 0);
                    Put(opened);
                }
                else if (opened.Cost < _ways[same].Cost)
                {
                    opened.Event = AddEvent(way.Event, at, Kind.Literal, 0);
                    _ways[same] = opened;
                }
            }
        }

        // Whether the cheapest way is a copy that needs no fix for a while: no other source is better then.
        private bool GoesOn(int offset, int at, int length)
        {
            int best = 0;
            for (int i = 1; i < _count; i++)
            {
                best = _ways[i].Cost < _ways[best].Cost ? i : best;
            }

            ref Way way = ref _ways[best];
            int place = offset + at;
            int span = Math.Min(NoSearch, length - at);
            int source = way.Kind == Kind.New ? place - way.Shift : place + way.Shift;
            byte[] image = way.Kind == Kind.New ? _new : _old;
            return way.Kind != Kind.Literal && way.Run >= ShortestCopy && source + span <= image.Length
                && image.AsSpan(source, span).SequenceEqual(_new.AsSpan(place, span));
        }

        private void StartCopies(int offset, int at, int length)
        {
            // From the cheapest literals only: the others differ in where the old image is expected to go on.
            Span<int> literals = stackalloc int[MaxLiteralWays];
            int count = 0;
            for (int i = 0; i < _count; i++)
            {
                if (_ways[i].Kind == Kind.Literal)
                {
                    count = Insert(literals, count, i);
                }
            }

            if (count == 0)
            {
                return;
            }

            int place = offset + at;
            int found = _finder.Find(offset, place, offset + length, place + _ways[literals[0]].Expected, _candidates);
            foreach (int literal in literals[..count])
            {
                // The old image going on after literals that took the place of as many bytes costs least.
                Start(literal, place, at, new CopyCandidate(false, _ways[literal].Expected, 0));
                foreach (CopyCandidate candidate in _candidates.AsSpan(0, found))
                {
                    Start(literal, place, at, candidate);
                }
            }
        }

        private void Start(int literal, int place, int at, CopyCandidate candidate)
        {
            Way way = _ways[literal];
            byte[] image = candidate.IsNew ? _new : _old;
            int source = candidate.IsNew ? place - candidate.Shift : place + candidate.Shift;
            if (source < 0 || source >= image.Length || image[source] != _new[place])
            {
                return;
            }

            Kind kind = candidate.IsNew ? Kind.New : Kind.Old;
            int number = candidate.IsNew ? CopyFinder.DistanceBytes(candidate.Shift) : CopyFinder.JumpBytes(candidate.Shift - way.Expected);
            int cost = way.Cost + (number * Byte);
            int same = Find(kind, candidate.Shift);
            if (same >= 0 && _ways[same].Cost <= cost)
            {
                return;
            }

            way.Cost = cost;
            way.Kind = kind;
            way.Shift = candidate.Shift;
            way.Run = 0;
            way.Expected = candidate.IsNew ? way.Expected : candidate.Shift;
            way.Event = AddEvent(way.Event, at, kind, candidate.Shift);
            if (same >= 0)
            {
                _ways[same] = way;
            }
            else
            {
                Put(way);
            }
        }

        private void Step(int offset, int at, ReadOnlySpan<byte> differenceCosts)
        {
            int place = offset + at;
            int kept = 0;
            int cheapest = int.MaxValue;
            for (int i = 0; i < _count; i++)
            {
                Way way = _ways[i];
                way.Run++;
                if (way.Kind == Kind.Literal)
                {
                    way.Cost += way.Run is 15 or 143 ? 2 * Byte : Byte;
                }
                else
                {
                    byte[] image = way.Kind == Kind.New ? _new : _old;
                    int source = way.Kind == Kind.New ? place - way.Shift : place + way.Shift;
                    if (source < 0 || source >= image.Length)
                    {
                        continue;
                    }

                    if (way.Run is 18 or 146)
                    {
                        way.Cost += Byte;
                    }

                    int difference = (_new[place] - image[source]) & 255;
                    if (difference != 0)
                    {
                        int gap = at - way.LastFix - 1;
                        int extra = gap <= 13 || gap == 15 ? 0 : gap < 14 + 128 ? 1 : 2;
                        way.Cost += (1 + extra + differenceCosts[difference]) * Byte + TokenWork;
                        way.LastFix = at;
                    }
                }

                cheapest = Math.Min(cheapest, way.Cost);
                _next[kept++] = way;
            }

            _count = Prune(kept, cheapest + Hopeless);
            (_ways, _next) = (_next, _ways);
        }

        // The cheapest ways stay, the dearest literals and copies go.
        private int Prune(int count, int limit)
        {
            Span<Way> ways = _next.AsSpan(0, count);
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                if (ways[i].Cost <= limit)
                {
                    ways[kept++] = ways[i];
                }
            }

            if (kept > MaxWays)
            {
                ways[..kept].Sort(static (a, b) => a.Cost != b.Cost ? a.Cost.CompareTo(b.Cost) : a.Event.CompareTo(b.Event));
                kept = MaxWays;
            }

            return kept;
        }

        private List<PayloadToken> Trace(int length)
        {
            int best = -1;
            for (int i = 0; i < _count; i++)
            {
                ref Way way = ref _ways[i];
                if ((way.Kind == Kind.Literal || way.Run >= ShortestCopy) && (best < 0 || way.Cost < _ways[best].Cost))
                {
                    best = i;
                }
            }

            List<Event> path = [];
            for (int e = _ways[best].Event; e >= 0; e = _events[e].Parent)
            {
                path.Add(_events[e]);
            }

            path.Reverse();
            List<PayloadToken> tokens = [];
            int literalsFrom = 0;
            for (int i = 0; i < path.Count; i++)
            {
                Event each = path[i];
                int end = i + 1 < path.Count ? path[i + 1].At : length;
                if (each.Kind == Kind.Literal)
                {
                    literalsFrom = each.At;
                }
                else
                {
                    tokens.Add(new PayloadToken(each.At - literalsFrom, end - each.At, each.Kind == Kind.New, each.Shift));
                    literalsFrom = end;
                }
            }

            if (literalsFrom < length)
            {
                tokens.Add(new PayloadToken(length - literalsFrom, 0, false, 0));
            }

            return tokens;
        }

        private int AddEvent(int parent, int at, Kind kind, int shift)
        {
            _events.Add(new Event(parent, at, kind, shift));
            return _events.Count - 1;
        }

        private int Find(Kind kind, int shift)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_ways[i].Kind == kind && _ways[i].Shift == shift)
                {
                    return i;
                }
            }

            return -1;
        }

        private void Put(Way way)
        {
            _ways[_count++] = way;
        }

        private int Insert(Span<int> best, int count, int way)
        {
            int at = count;
            while (at > 0 && _ways[best[at - 1]].Cost > _ways[way].Cost)
            {
                if (at < best.Length)
                {
                    best[at] = best[at - 1];
                }

                at--;
            }

            if (at < best.Length)
            {
                best[at] = way;
            }

            return Math.Min(count + 1, best.Length);
        }

        // Shift: of a copy its source; of literals the same as Expected, so that both are found alike.
        private struct Way
        {
            public int Cost;
            public int Shift;
            public int Expected;
            public int Run;
            public int LastFix;
            public int Event;
            public Kind Kind;
        }

        private readonly record struct Event(int Parent, int At, Kind Kind, int Shift);
    }
}
