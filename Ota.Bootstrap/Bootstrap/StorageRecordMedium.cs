namespace NanoOta
{
    /// <summary>The two copies of a record as two files of a storage. Not thread-safe.</summary>
    internal sealed class StorageRecordMedium : IRecordMedium
    {
        private readonly IAppStorage _storage;
        private readonly string _name;

        public StorageRecordMedium(IAppStorage storage, string name)
        {
            _storage = storage;
            _name = name;
        }

        public int CopySize => 512;

        public int Read(int copy, byte[] buffer, int count)
        {
            int length = _storage.GetLength(NameOf(copy));
            if (length < count)
            {
                count = length < 0 ? 0 : length;
            }

            return count > 0 && _storage.Read(NameOf(copy), 0, buffer, 0, count) != OtaResult.Ok ? -(int)OtaResult.StateReadFailed : count;
        }

        public OtaResult Write(int copy, byte[] buffer, int count)
        {
            bool isWritten = SmallFiles.Write(_storage, NameOf(copy), buffer, count) == OtaResult.Ok
                || (DriveReserve.Release(_storage, 0) && SmallFiles.Write(_storage, NameOf(copy), buffer, count) == OtaResult.Ok);
            return isWritten ? OtaResult.Ok : OtaResult.StateWriteFailed;
        }

        private string NameOf(int copy)
        {
            return _name + (copy == 0 ? ".0" : ".1");
        }
    }

    /// <summary>Files that are read and written whole. Thread-safe as far as the storage is.</summary>
    internal static class SmallFiles
    {
        /// <summary>Replaces a file: a cut leaves the old one, a part of the new one, or the new one.</summary>
        public static OtaResult Write(IAppStorage storage, string name, byte[] bytes, int count)
        {
            OtaResult result = storage.Open(name, 0);
            if (result == OtaResult.Ok)
            {
                result = storage.Append(bytes, 0, count);
                OtaResult closed = storage.Close();
                result = result == OtaResult.Ok ? closed : result;
            }

            return result;
        }

        /// <summary>The file's bytes; null when the file is not there, is longer than the limit or cannot be read.</summary>
        public static byte[] Read(IAppStorage storage, string name, int limit)
        {
            int length = storage.GetLength(name);
            if (length < 1 || length > limit)
            {
                return null;
            }

            byte[] bytes = new byte[length];
            return storage.Read(name, 0, bytes, 0, length) == OtaResult.Ok ? bytes : null;
        }
    }
}
