using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class OtaResultTests
    {
        [TestMethod]
        public void Numbers_of_stored_codes_stay()
        {
            Assert.AreEqual(0, (int)OtaResult.Ok);
            Assert.AreEqual(204, (int)OtaResult.SignatureInvalid);
            Assert.AreEqual(301, (int)OtaResult.RevisionStale);
            Assert.AreEqual(603, (int)OtaResult.TrialFailed);
        }
    }
}
