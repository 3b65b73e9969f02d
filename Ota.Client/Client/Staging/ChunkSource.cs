namespace NanoOta
{
    /// <summary>
    /// Gives the chunks of an image, each proven. The delta file comes first. Then comes the running image, if the chunk is at the same place. The
    /// image's own file is the last.
    /// </summary>
    /// <remarks>
    /// The image's file has every chunk. So a delta file that fails is left for the rest of the update. One answer is open at a time, since a device
    /// has memory for one secure connection. Not thread-safe.
    /// </remarks>
    internal sealed class ChunkSource
    {
        // One payload may be wrong where flash has rotted. Two mean that the section is for another image.
        private const int MaxMisses = 2;

        // A connection costs a device seconds. So one answer spans this many chunks that nobody wants.
        private const int ChunksReadOver = RemoteFile.LongestGap / ChunkDigest.BufferLength;

        /// <summary>Chunks of the loaded group, from the one in hand up to here, are nowhere but on the server.</summary>
        public int WantedEnd;

        private readonly UpdateRun _run;
        private readonly ChunkTable _table;
        private readonly IUpdateSlot _slot;
        private readonly byte[] _buffer;
        private readonly int _running;
        private readonly bool _canReadStaged;
        private readonly RemoteImage _remote;
        private RemoteFile _image;
        private readonly TableFile _tableFile;
        private readonly DeltaDirectory _directory = new DeltaDirectory();
        private RemoteFile _delta;
        private DeltaSection _section;
        private bool _isOpen;
        private readonly byte[] _marks = new byte[2 * ChunkTable.GroupChunks];
        private int _stagedMarked = -1;
        private int _runningMarked = -1;
        private int _group = -1;
        private int _answerEnd;
        private bool _hasPayloads;
        private int _misses;

        /// <summary>
        /// A source of chunks, brought to the start of <paramref name="buffer"/>, which has <see cref="ChunkDigest.BufferLength"/> bytes. The slot is
        /// null where no image can be read.
        /// </summary>
        public ChunkSource(UpdateRun run, RemoteImage image, ChunkTable table, IUpdateSlot slot, byte[] buffer)
        {
            _run = run;
            _table = table;
            _slot = slot;
            _buffer = buffer;
            _running = slot == null ? 0 : slot.RunningLength;
            _canReadStaged = slot != null && slot.Writing == SlotWriting.InPlace;
            _remote = image;
            _tableFile = new TableFile(run, image, table);
            _delta = image.DeltaUrl == null ? null : new RemoteFile(run, image.DeltaUrl, -1);
        }

        /// <summary>
        /// Brings the head of the table, proven. The delta file has the head in its beginning, and the answer goes on with what the next steps need.
        /// Nothing else is called before.
        /// </summary>
        public OtaOutcome Open()
        {
            if (_delta != null)
            {
                _section = new DeltaSection(_delta, _slot, _buffer);
                OtaResult result = _directory.ReadHead(_section, _table);
                if (result == OtaResult.Ok && _remote.Proves(_table))
                {
                    return OtaOutcome.Ok;
                }

                // A file whose head is another image's has no section that fits, either.
                OtaOutcome outcome = LeaveDelta(result == OtaResult.Ok ? OtaResult.TableDigestMismatch : result);
                if (outcome.Code != OtaResult.Ok)
                {
                    return outcome;
                }
            }

            return _tableFile.FetchHead();
        }

        /// <summary>Brings the digests of a group, proven, into the table.</summary>
        public OtaOutcome Load(int group)
        {
            if (group == _group)
            {
                return OtaOutcome.Ok;
            }

            OtaResult result = OpenDelta();
            _group = -1;
            WantedEnd = 0;
            _hasPayloads = false;
            if (result == OtaResult.Ok && _isOpen && _section.Changes(group))
            {
                CloseOthers(_delta);
                result = _section.BeginGroup(group);
                _hasPayloads = result == OtaResult.Ok;
            }

            OtaOutcome outcome = LeaveDelta(result);
            if (outcome.Code == OtaResult.Ok && !_hasPayloads && (ReadGroup(_table, group, true) != OtaResult.Ok || !_table.Prove(group)))
            {
                if (!_tableFile.Has(group))
                {
                    Close(_image);
                    Close(_delta);
                }

                outcome = _tableFile.Fetch(group);
            }

            if (outcome.Code == OtaResult.Ok)
            {
                _group = group;
            }

            return outcome;
        }

        /// <summary>Brings a chunk of the loaded group, proven, to the start of the buffer.</summary>
        public OtaOutcome Get(int chunk)
        {
            if (chunk >= WantedEnd)
            {
                if (HasPayload(chunk))
                {
                    CloseOthers(_delta);
                    OtaResult result = _section.Decode(chunk);
                    if (result == OtaResult.Ok)
                    {
                        _run.Counters.BytesDecoded += _table.LengthOf(chunk);
                        return OtaOutcome.Ok;
                    }

                    // A payload that is wrong is counted. Where the file failed, there will be no other payload.
                    bool isPayload = result == OtaResult.DeltaMalformed || result == OtaResult.ChunkDigestMismatch || result == OtaResult.SlotReadFailed;
                    _misses++;
                    OtaOutcome outcome = LeaveDelta(isPayload && _misses < MaxMisses ? OtaResult.Ok : result);
                    if (outcome.Code != OtaResult.Ok)
                    {
                        return outcome;
                    }
                }

                if (Holds(chunk, true))
                {
                    _run.Counters.BytesReused += _table.LengthOf(chunk);
                    if (_answerEnd > (chunk | (ChunkTable.GroupChunks - 1)))
                    {
                        // The guess about the next groups was wrong.
                        _answerEnd = 0;
                    }

                    return OtaOutcome.Ok;
                }

                FindWanted(chunk);
            }

            return Fetch(chunk);
        }

        /// <summary>Whether the running image, or else the slot, holds a chunk of the loaded group at its place. The buffer then holds the chunk.</summary>
        /// <remarks>Where the group was read before, a chunk with another mark is another one. Such a chunk is not read again.</remarks>
        public bool Holds(int chunk, bool isRunning)
        {
            bool isOther = chunk / ChunkTable.GroupChunks == (isRunning ? _runningMarked : _stagedMarked) && _table.MarkOf(chunk) != _marks[Place(chunk, isRunning)];
            return !isOther && Read(_table, chunk, isRunning) == OtaResult.Ok && _table.Holds(chunk, _buffer);
        }

        /// <summary>Brings the digests of a group of the running image, or else of the slot, into a table.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.Cancelled"/>, or a code of the slot's reading.</returns>
        public OtaResult ReadGroup(ChunkTable table, int group, bool isRunning)
        {
            Mark(isRunning, -1);
            table.Clear();
            int chunk = group * ChunkTable.GroupChunks;
            int end = chunk + table.ChunksIn(group);
            for (; chunk < end; chunk++)
            {
                OtaResult result = Read(table, chunk, isRunning);
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                table.Put(chunk, _buffer);
                _marks[Place(chunk, isRunning)] = table.MarkOf(chunk);
            }

            // Chunks of another table may have other lengths.
            Mark(isRunning, table == _table ? group : -1);
            return OtaResult.Ok;
        }

        /// <summary>Drops the open answer, if there is one.</summary>
        public void Close()
        {
            CloseOthers(null);
        }

        private static void Close(RemoteFile file)
        {
            if (file != null)
            {
                file.Close();
            }
        }

        // Leaves the answer of one file open at most: the delta file's, the image's, or none.
        private void CloseOthers(RemoteFile wanted)
        {
            _tableFile.Close();
            Close(wanted == _image ? null : _image);
            Close(wanted == _delta ? null : _delta);
        }

        // Not before a group is wrong: the identity takes a look at the whole running image.
        private OtaResult OpenDelta()
        {
            if (_delta == null || _isOpen)
            {
                return OtaResult.Ok;
            }

            OtaResult result = _directory.Choose(_section, _table, RunningIdentity(), _running, _canReadStaged);
            if (result == OtaResult.Ok)
            {
                result = _section.Open(_directory, _table);
            }

            _isOpen = result == OtaResult.Ok;
            return result;
        }

        // What ends the update for now is returned. With every other failure the update goes on without the delta file.
        private OtaOutcome LeaveDelta(OtaResult result)
        {
            if (result == OtaResult.Cancelled || result == OtaResult.AttemptSpent)
            {
                return OtaOutcome.Of(result);
            }

            if (result != OtaResult.Ok)
            {
                _delta.Close();
                _delta = null;
                _section = null;
                _isOpen = false;
                _hasPayloads = false;
            }

            return OtaOutcome.Ok;
        }

        // Computed and not remembered: true also of an image that came by a cable.
        private byte[] RunningIdentity()
        {
            if (_running == 0)
            {
                return null;
            }

            byte[] head = new byte[ChunkTable.HeadLength(_running)];
            ChunkTable table = new ChunkTable(head, _running);
            for (int group = 0; group < table.GroupCount; group++)
            {
                if (ReadGroup(table, group, true) != OtaResult.Ok)
                {
                    return null;
                }

                table.Seal(group);
            }

            return Digests.Hash(head, 0, head.Length);
        }

        // Where the mark of a chunk is: first those of the slot, then those of the running image.
        private static int Place(int chunk, bool isRunning)
        {
            return (chunk & (ChunkTable.GroupChunks - 1)) + (isRunning ? ChunkTable.GroupChunks : 0);
        }

        // The marks are of that group from now on.
        private void Mark(bool isRunning, int group)
        {
            if (isRunning)
            {
                _runningMarked = group;
            }
            else
            {
                _stagedMarked = group;
            }
        }

        private OtaResult Read(ChunkTable table, int chunk, bool isRunning)
        {
            if (_run.IsCancelled)
            {
                return OtaResult.Cancelled;
            }

            int offset = chunk * ChunkDigest.BufferLength;
            int length = table.LengthOf(chunk);
            return !isRunning ? _slot.ReadStaged(offset, _buffer, 0, length)
                : offset + length > _running ? OtaResult.SlotArgument
                : _slot.ReadRunning(offset, _buffer, 0, length);
        }

        private bool HasPayload(int chunk)
        {
            return _hasPayloads && _section.Has(chunk);
        }

        // Neighbours that only the server has come in one answer, and so do those with a small gap between.
        private void FindWanted(int chunk)
        {
            int first = chunk & ~(ChunkTable.GroupChunks - 1);
            int end = first + _table.ChunksIn(chunk / ChunkTable.GroupChunks);
            bool isWholeGroup = chunk == first;
            do
            {
                chunk++;
            }
            while (chunk < end && IsWanted(chunk));
            WantedEnd = chunk;
            if (chunk <= _answerEnd)
            {
                return;
            }

            _answerEnd = chunk;
            for (; chunk < end && chunk - _answerEnd <= ChunksReadOver; chunk++)
            {
                if (IsWanted(chunk))
                {
                    _answerEnd = chunk + 1;
                }
            }

            if (isWholeGroup && WantedEnd == end)
            {
                // The next groups are as likely wanted whole, and their digests are here: the answer goes on to their end.
                _answerEnd = _tableFile.ChunkEnd < end ? end : _tableFile.ChunkEnd;
            }
        }

        private bool IsWanted(int chunk)
        {
            return !HasPayload(chunk) && !(_canReadStaged && Holds(chunk, false)) && !Holds(chunk, true);
        }

        private OtaOutcome Fetch(int chunk)
        {
            if (_image == null)
            {
                // Most updates need no chunk of the image's own file.
                _image = new RemoteFile(_run, _remote.Url, _table.ImageLength);
            }

            CloseOthers(_image);
            int offset = chunk * ChunkDigest.BufferLength;
            int end = (_answerEnd > WantedEnd ? _answerEnd : WantedEnd) * ChunkDigest.BufferLength;
            if (end > _table.ImageLength)
            {
                end = _table.ImageLength;
            }

            for (int attempt = 1; ; attempt++)
            {
                OtaOutcome outcome = _image.ReadAll(offset, end, _buffer, _table.LengthOf(chunk));
                if (outcome.Code != OtaResult.Ok || _table.Holds(chunk, _buffer))
                {
                    return outcome;
                }

                _image.Close();
                outcome = _run.WaitToRetry(OtaOutcome.About(OtaResult.ChunkDigestMismatch, _remote.Url), attempt);
                if (outcome.Code != OtaResult.Ok)
                {
                    return outcome;
                }
            }
        }
    }
}
