using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Storage
{
    /// <summary>The drive of the shared tests keeps the contract that they rest on.</summary>
    [TestClass]
    public sealed class MemoryStorageTests : AppStorageContract
    {
        private readonly MemoryStorage _storage = new(new PowerSupply());

        protected override void Session(Action<IAppStorage> steps)
        {
            steps(_storage);
            _storage.Restart();
        }
    }
}
