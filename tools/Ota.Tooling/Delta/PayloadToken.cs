namespace NanoOta.Tooling.Delta
{
    /// <summary>
    /// Literal bytes, then a copy. <paramref name="Copied"/> is 0 for none, at the end of a chunk, else 3 or more; <paramref name="Shift"/> is
    /// that of <see cref="CopyCandidate"/>.
    /// </summary>
    internal readonly record struct PayloadToken(int Literals, int Copied, bool IsNew, int Shift);
}
