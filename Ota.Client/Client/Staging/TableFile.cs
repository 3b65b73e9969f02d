using System;

namespace NanoOta
{
    /// <summary>The chunk table's own file on the server. Head and digests that a delta file does not bring come from here.</summary>
    /// <remarks>
    /// A connection costs a device seconds, and more bytes than three groups of digests. So one answer has the head and the first four groups, or
    /// four groups. The manifest proves the head, and the head proves each group. Not thread-safe.
    /// </remarks>
    internal sealed class TableFile
    {
        private const int GroupsAhead = 3;

        private readonly UpdateRun _run;
        private readonly RemoteImage _remote;
        private readonly ChunkTable _table;
        private RemoteFile _file;
        private byte[][] _ahead;
        private int _aheadFrom;
        private int _aheadEnd;

        public TableFile(UpdateRun run, RemoteImage remote, ChunkTable table)
        {
            _run = run;
            _remote = remote;
            _table = table;
        }

        /// <summary>The first chunk whose digests are not here: neither in the table nor read ahead.</summary>
        public int ChunkEnd => _aheadEnd * ChunkTable.GroupChunks;

        /// <summary>Brings the head into the table, proven. The answer stays open for the first groups.</summary>
        public OtaOutcome FetchHead()
        {
            Open();
            OtaOutcome outcome = _file.ReadAll(0, EndOf(LastFrom(0)), _table.Head, _table.Head.Length);
            return outcome.Code == OtaResult.Ok && !_remote.Proves(_table) ? Refuted() : outcome;
        }

        /// <summary>Whether the digests of a group were read ahead.</summary>
        public bool Has(int group)
        {
            return group >= _aheadFrom && group < _aheadEnd;
        }

        /// <summary>Brings the digests of a group, proven, into the table.</summary>
        public OtaOutcome Fetch(int group)
        {
            _table.Clear();
            OtaOutcome outcome = OtaOutcome.Ok;
            if (Has(group))
            {
                Array.Copy(_ahead[group - _aheadFrom], _table.Digests, LengthOf(group));
            }
            else
            {
                outcome = FetchGroups(group);
            }

            if (outcome.Code == OtaResult.Ok && !_table.Prove(group))
            {
                _aheadEnd = 0;
                return Refuted();
            }

            return outcome;
        }

        /// <summary>Drops the open answer, if there is one.</summary>
        public void Close()
        {
            if (_file != null)
            {
                _file.Close();
            }
        }

        // Most updates get all of the table out of the delta file.
        private void Open()
        {
            if (_file == null)
            {
                _file = new RemoteFile(_run, _remote.TableUrl, _table.FileLength);
                _ahead = new byte[GroupsAhead][];
            }
        }

        // The digests of a group, and of the groups behind.
        private OtaOutcome FetchGroups(int group)
        {
            Open();
            _aheadEnd = 0;
            int last = LastFrom(group);
            int end = EndOf(last);
            OtaOutcome outcome = _file.ReadAll(_table.OffsetOf(group), end, _table.Digests, LengthOf(group));
            for (int next = group + 1; next <= last && outcome.Code == OtaResult.Ok; next++)
            {
                int slot = next - group - 1;
                if (_ahead[slot] == null)
                {
                    _ahead[slot] = new byte[ChunkTable.GroupLength];
                }

                outcome = _file.ReadAll(_table.OffsetOf(next), end, _ahead[slot], LengthOf(next));
            }

            if (outcome.Code == OtaResult.Ok)
            {
                _aheadFrom = group + 1;
                _aheadEnd = last + 1;
            }

            return outcome;
        }

        // The last group of an answer that begins at a group.
        private int LastFrom(int group)
        {
            int last = group + GroupsAhead;
            return last < _table.GroupCount ? last : _table.GroupCount - 1;
        }

        // The end of a group's digests in the file.
        private int EndOf(int group)
        {
            return _table.OffsetOf(group) + LengthOf(group);
        }

        private int LengthOf(int group)
        {
            return _table.ChunksIn(group) * ChunkDigest.Length;
        }

        // An answer that was refuted is not read on: another request may meet another server.
        private OtaOutcome Refuted()
        {
            _file.Close();
            return OtaOutcome.About(OtaResult.TableDigestMismatch, _remote.TableUrl);
        }
    }
}
