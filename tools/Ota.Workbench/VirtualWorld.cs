using System.Security.Cryptography;
using System.Text;
using NanoOta.Tooling;

namespace NanoOta.Workbench
{
    /// <summary>
    /// The folder beside an application that its virtual board lives in: flash, releases of the channel for the desk, their record. Nothing of the folder
    /// belongs to a real device, so the folder can be removed at any time.
    /// </summary>
    public sealed class VirtualWorld : IDisposable
    {
        /// <summary>The folder's name.</summary>
        public const string FolderName = ".nanoota";

        /// <summary>The channel of builds for the desk.</summary>
        public const string Channel = "dev";

        private ECDsa? _mcuBoot;

        /// <summary>The world of a project's folder.</summary>
        public VirtualWorld(string projectFolder)
        {
            Folder = Path.Combine(Path.GetFullPath(projectFolder), FolderName);
        }

        /// <summary>Where it is.</summary>
        public string Folder { get; }

        /// <summary>The flash of the board, where no other file is named.</summary>
        public string Flash => Path.Combine(Folder, "board.bin");

        /// <summary>The folder that is served.</summary>
        public string Served => Path.Combine(Folder, "served");

        /// <summary>The folder that 'dev --built' serves to real boards at the desk.</summary>
        public string Desk => Path.Combine(Folder, "desk");

        /// <summary>The records of the desk's channels.</summary>
        public string DeskRecords => Path.Combine(Folder, "desk-channels");

        /// <summary>The records of its channels.</summary>
        public string Records => Path.Combine(Folder, "channels");

        /// <summary>The manifest that the board asks for.</summary>
        public string Manifest => Path.Combine(Served, Channel, "manifest.jws");

        /// <summary>Makes the folder. Files of git see that nothing in it is committed.</summary>
        public void Create()
        {
            Directory.CreateDirectory(Served);
            string ignore = Path.Combine(Folder, ".gitignore");
            if (!File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n");
            }
        }

        /// <summary>Keeps the world for one session, until the result is disposed.</summary>
        public IDisposable Take()
        {
            Create();
            return Lock(Path.Combine(Folder, "lock"), $"A board runs in {Folder} already. End it with 'nanoota device off', or name another folder.");
        }

        /// <summary>Keeps a flash file of one's own for one session: two boards that write one flash leave a flash that no board would have.</summary>
        public static IDisposable TakeFlash(string path)
        {
            if (Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            {
                throw new ToolException(ExitCode.InputOutput, $"{path} cannot be a flash: {(Directory.Exists(path) ? "it is a folder" : "its folder is not there")}. Name a file in a folder that is there.");
            }

            return Lock(path + ".lock", $"A board runs on {path} already. End that board, or name another file.");
        }

        private static FileStream Lock(string path, string taken)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException e) when (File.Exists(path))
            {
                throw new ToolException(ExitCode.InputOutput, taken, e);
            }
        }

        /// <summary>The revision that a cleared world had published last; 0 for none.</summary>
        public long Former { get; private set; }

        /// <summary>
        /// A new board, and a server with nothing: flash, releases and record go. A board on a flash of its own may have seen their revisions, and
        /// would refuse lower ones. So the next release goes on from <see cref="Former"/>.
        /// </summary>
        public void Clear()
        {
            Former = VirtualRelease.Published(Served)?.Revision ?? Former;
            foreach (string folder in (string[])[Served, Records])
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }

            File.Delete(Flash);
            Create();
        }

        /// <summary>The key that the board's MCUboot checks images with. It signs nothing for real boards.</summary>
        public ECDsa McuBootKey()
        {
            if (_mcuBoot != null)
            {
                return _mcuBoot;
            }

            string path = Path.Combine(Folder, "mcuboot.pem");
            ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (File.Exists(path))
            {
                key.ImportFromPem(File.ReadAllText(path));
            }
            else
            {
                Create();
                Files.WriteAtomically(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            }

            return _mcuBoot = key;
        }

        /// <inheritdoc/>
        public void Dispose() => _mcuBoot?.Dispose();
    }
}
