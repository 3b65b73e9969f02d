using System;
using NanoOta;

namespace Updater
{
    /// <summary>The boot part's program. 'nanoota demo' runs this very file.</summary>
    public static class Program
    {
        /// <summary>Where the CLR begins.</summary>
        public static void Main()
        {
            try
            {
                UpdateProgram program = new UpdateProgram(Settings.Create(), UpdaterBoard.CreatePorts(), UpdaterBoard.CreateNetwork());
                UpdaterBoard.Watch(program);
                UpdaterBoard.Say(program.Run());
            }
            catch (Exception)
            {
                // Nobody can reach the device, so the update program begins anew after any exception.
                UpdaterBoard.BeginAnew();
            }

            UpdaterBoard.Rest();
        }
    }
}
