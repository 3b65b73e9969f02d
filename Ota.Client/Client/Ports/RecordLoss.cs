namespace NanoOta
{
    /// <summary>What is to be done about a state record that could not be read.</summary>
    public enum RecordLoss
    {
        /// <summary>Nothing: the record was read, or the error may pass.</summary>
        Wait = 0,

        /// <summary>The record is lost, and begins anew.</summary>
        Lost = 1,
    }
}
