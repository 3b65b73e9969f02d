using System.Runtime.ExceptionServices;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Stock;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Storage
{
    /// <summary>The virtual board's drive, LittleFS and all, keeps the contract.</summary>
    [TestClass]
    public sealed class BoardStorageTests : AppStorageContract
    {
        private readonly NorFlash _flash = StockFixture.EmptyFlash();

        protected override void Session(Action<IAppStorage> steps)
        {
            Runner runner = new(steps);
            BootReport report = new Board(_flash, new BoardOptions { Watchdog = null, AppHost = runner }).PowerOn();
            runner.Failure?.Throw();
            Assert.AreEqual(RunEnd.Returned, report.End, report.Detail);
        }

        private sealed class Runner(Action<IAppStorage> steps) : IAppHost
        {
            public ExceptionDispatchInfo? Failure { get; private set; }

            public void Run(BootedApp app, IBoard board)
            {
                try
                {
                    steps(new BoardStorage(board));
                }
                catch (UnitTestAssertException exception)
                {
                    Failure = ExceptionDispatchInfo.Capture(exception);
                }
            }
        }
    }
}
