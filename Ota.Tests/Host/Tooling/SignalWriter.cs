namespace NanoOta.Tests.Tooling
{
    /// <summary>A writer whose first line can be waited for.</summary>
    internal sealed class SignalWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => _first.Task;

        public override void WriteLine(string? value) => _first.TrySetResult(value ?? string.Empty);
    }
}
