namespace NanoOta.Tooling.Delta
{
    /// <summary>
    /// A place that bytes can be copied from. <paramref name="Shift"/>: for the old image, the source's offset minus the target's; for the new
    /// one, the distance back, 1 or more. <paramref name="Score"/>: about how many bytes the copy saves.
    /// </summary>
    internal readonly record struct CopyCandidate(bool IsNew, int Shift, int Score);
}
