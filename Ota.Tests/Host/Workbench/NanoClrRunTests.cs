using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Cli;
using NanoOta.Formats;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.Tooling.NanoClr;
using NanoOta.Workbench.NanoClr;

namespace NanoOta.Tests.Workbench
{
    /// <summary>nanoota run --nanoclr: PE files on a nanoCLR of the PC. Most tests have a script in the CLR's place, which prints what a CLR prints.</summary>
    [TestClass]
    public sealed class NanoClrRunTests
    {
        // The first lines of the target posix, as nf-interpreter of July 2026 prints them.
        private const string Start = """
            echo '.NET nanoFramework nanoCLR Linux v0.1.0'
            echo 'Copyright (c) .NET Foundation and Contributors'
            echo
            for file in "$@"; do echo "Loaded: $file"; done
            printf 'Loading nanoCLR v1.16.0.0\r\n...\r\nCreated EE.\r\nStarted Hardware.\r\nLoading Assemblies.\r\n'
            echo '   TypeDef        =     1128 bytes (     141 elements)'

            """;

        private static readonly string[] _twoFiles = ["/a b/app.pe", "/a b/lib.pe"];
        private static readonly string[] _ofTheTool = ["run", "--assemblies", .. _twoFiles];
        private static readonly string[] _applicationsLines = ["hello", "Done.", "bye"];
        private static readonly string[] _made = ["Lamp.pe", "mscorlib.pe"];

        [TestMethod]
        public async Task The_applications_lines_are_shown_and_the_CLRs_own_are_not()
        {
            using TempFolder temp = Project();
            string clr = Script(temp, Start + "printf 'Ready.\\r\\nhello\\r\\nDone.\\r\\nbye\\r\\nDone.\\r\\nExiting.\\r\\n'\n");
            CliRun run = await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr);
            Assert.AreEqual(0, run.Code, run.Error);
            string[] shown = [.. run.Out.Split('\n').Where(line => line.Length > 0 && line[0] is not ('*' or ' '))];
            CollectionAssert.AreEqual(_applicationsLines, shown, $"Lines of the application alone, among them its own 'Done.': {run.Out}");
            run.Gives(ExitCode.Ok, "no network, no files, no update");
            run.Gives(ExitCode.Ok, "* Main has ended.");
        }

        [TestMethod]
        public async Task A_CLR_gets_every_PE_file_by_its_full_path()
        {
            using TempFolder temp = Project();
            string clr = Script(temp, "printf 'Created EE.\\nReady.\\n'\nfor file in \"$@\"; do echo \"[$file]\"; done\n");
            CliRun run = await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr);
            run.Gives(ExitCode.Ok, $"[{temp["lamp/bin/Debug/Lamp.pe"]}]");
            run.Gives(ExitCode.Ok, $"[{temp["lamp/bin/Debug/mscorlib.pe"]}]");
        }

        [TestMethod]
        public void The_tool_of_NuGet_gets_its_verb_and_the_host_build_does_not()
        {
            CollectionAssert.AreEqual(_ofTheTool, new NanoClrProgram("nanoclr").Arguments(_twoFiles).ToArray());
            CollectionAssert.AreEqual(_twoFiles, new NanoClrProgram("/opt/nanoFramework.nanoCLR.test").Arguments(_twoFiles).ToArray());
            CollectionAssert.AreEqual(_twoFiles, new NanoClrProgram("nanoclr run --resolve --assemblies").Arguments(_twoFiles).ToArray());
        }

        [TestMethod]
        [DataRow("Assembly: Lamp (1.0.0.0) needs assembly 'System.Net' (1.11.60.0)", "Lamp needs System.Net 1.11.60.0, which no PE file beside it is")]
        [DataRow("* Invalid native checksum: System.Math 0x9F9E2A7F!=0x9F9E2A7E *", "the native half of System.Math is 0x9F9E2A7E in this CLR, and the PE file wants 0x9F9E2A7F")]
        [DataRow("Resolve: unknown method: System.String.Join", "no method System.String.Join is in the assemblies that are there")]
        [DataRow("", "the CLR gives the code a3000000")]
        public async Task What_the_CLR_does_not_link_is_named(string line, string said)
        {
            using TempFolder temp = Project();
            string clr = Script(temp, Start + $"echo \"{line}\"\nprintf 'Error: a3000000\\r\\nExiting.\\r\\n'\n");
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr)).FailsWith(ExitCode.CheckFailed, $"The nanoCLR does not start Lamp: {said}");
        }

        [TestMethod]
        [DataRow("printf 'Created EE.\\nReady.\\nworks\\n'; exit 139", "ended with the code 139 while Lamp ran")]
        [DataRow("printf 'Created EE.\\nReady.\\n Uncaught exception \\n'", "An exception left Lamp")]
        [DataRow("echo \"error: failed to load 'x.pe'\"; exit 1", "does not start Lamp: failed to load 'x.pe'")]
        [DataRow("exit 3", "does not start Lamp: it ended with the code 3, and said nothing")]
        public async Task A_CLR_that_ends_with_an_error_is_an_error(string script, string said)
        {
            using TempFolder temp = Project();
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", Script(temp, script + "\n"))).FailsWith(ExitCode.CheckFailed, said);
        }

        [TestMethod]
        public async Task A_time_limit_ends_the_CLR_and_its_children()
        {
            using TempFolder temp = Project();
            string clr = Script(temp, $"printf 'Created EE.\\nReady.\\nticks\\n'\nsleep 1000 &\necho $! > '{temp["child"]}'\nwait\n");
            CliRun run = await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr, "--timeout", "1");
            run.Gives(ExitCode.Ok, "ended after 1 s, the application still running");
            Assert.IsFalse(IsAlive(temp["child"]), "The CLR's child outlived the run.");
        }

        [TestMethod]
        public async Task Ctrl_C_ends_the_CLR()
        {
            using TempFolder temp = Project();
            string clr = Script(temp, $"echo $$ > '{temp["child"]}'\nprintf 'Created EE.\\nReady.\\nticks\\n'\nexec sleep 1000\n");
            using CancellationTokenSource end = new();
            using StringWriter output = new();
            Task<int> run = NanoOtaCli.RunAsync(["run", temp["lamp"], "--nanoclr", clr], new CliConsole(output, output, isTerminal: false), end.Token);
            while (!run.IsCompleted && !File.Exists(temp["child"]))
            {
                await Task.Delay(20, CancellationToken.None);
            }

            await end.CancelAsync();
            Assert.AreEqual(0, await run, output.ToString());
            Assert.IsFalse(IsAlive(temp["child"]), "The CLR outlived the run.");
        }

        [TestMethod]
        public async Task What_cannot_be_run_is_refused_with_what_to_do()
        {
            using TempFolder temp = Project();
            string clr = Script(temp, "exit 0\n");
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", temp["none"])).FailsWith(ExitCode.InputOutput, "There is no nanoCLR ");
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", "no-such-nanoclr-anywhere")).FailsWith(ExitCode.InputOutput, "The nanoCLR does not start: no-such-nanoclr-anywhere: ");
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", temp.Write("nanoCLR.bin", [0xE9, 1, 2]))).FailsWith(ExitCode.BadInput, "is the firmware of a board");
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr, "--cut", "50")).FailsWith(ExitCode.Usage, "--cut is for the virtual board");

            temp.Write("lamp/bin/Debug/Second.pe", Pe("Second"));
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr)).FailsWith(ExitCode.BadInput, "has 2 programs: Lamp, Second");
            (await CliRun.OfAsync("run", temp["lamp/libraries"], "--nanoclr", clr)).FailsWith(ExitCode.BadInput, "No PE file in ");
            Directory.Delete(temp["lamp/bin"], recursive: true);

            // Not by the command: where the environment has a metadata processor, the command makes the files.
            ToolException none = Assert.ThrowsExactly<ToolException>(() => BuiltApp.Find(temp["lamp"]));
            Assert.AreEqual(ExitCode.InputOutput, none.Code);
            StringAssert.Contains(none.Message, "has no Lamp.pe in bin", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task The_newer_build_runs_and_one_older_than_its_sources_is_said()
        {
            using TempFolder temp = Project();
            string clr = Script(temp, "printf 'Created EE.\\nReady.\\n'\n");
            File.SetLastWriteTimeUtc(temp.Write("lamp/bin/Release/Lamp.pe", Pe("Lamp")), DateTime.UtcNow.AddHours(1));
            CliRun fresh = await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr);
            fresh.Gives(ExitCode.Ok, "Release): no network");
            Assert.DoesNotContain("is newer than", fresh.Out, "A build behind the last change of the sources is not doubtful.");
            File.SetLastWriteTimeUtc(temp["lamp/Program.cs"], DateTime.UtcNow.AddHours(2));
            (await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr)).Gives(ExitCode.Ok, "Program.cs is newer than Lamp.pe");
        }

        [TestMethod]
        public void PE_files_are_made_of_the_sources_and_of_the_packages_that_the_project_names()
        {
            RequireShell();
            using TempFolder temp = Project();
            byte[] core = NanoOta.ApiGate.CoreLibraryPackage.Dll;
            temp.Write("lamp/packages/core/mscorlib.dll", core);
            temp.Write("lamp/packages/core/mscorlib.pe", NanoOta.ApiGate.CoreLibraryPackage.Pe);

            // The stand-in for the processor copies a PE file to where the option -compile says.
            string processor = Script(temp, $"while [ $# -gt 0 ]; do if [ \"$1\" = -compile ]; then cp '{temp["lamp/bin/Debug/Lamp.pe"]}' \"$2\"; fi; shift; done\n", "processor");
            PeBuild build = new(new MetadataProcessor(processor), null, null);
            string work = Directory.CreateDirectory(temp["work"]).FullName;
            BuiltApp app = build.Run(temp["lamp"], work, CancellationToken.None);
            Assert.AreEqual("Lamp", app.Name);
            CollectionAssert.AreEquivalent(_made, app.Files.Select(file => Path.GetFileName(file)).ToArray());

            File.WriteAllText(temp["lamp/Program.cs"], "public class Program { public static void Main() { System.Nothing.At(); } }");
            ToolException wrong = Assert.ThrowsExactly<ToolException>(() => build.Run(temp["lamp"], work, CancellationToken.None));
            StringAssert.Contains(wrong.Message, "Lamp does not compile: Program.cs(1): CS0234", StringComparison.Ordinal);
            Directory.Delete(temp["lamp/packages"], recursive: true);
            ToolException missing = Assert.ThrowsExactly<ToolException>(() => build.Run(temp["lamp"], work, CancellationToken.None));
            StringAssert.Contains(missing.Message, "mscorlib.dll is neither in the project's packages nor in $NANOFRAMEWORK_REFS", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task On_a_real_nanoCLR_an_application_runs_and_one_that_lacks_a_library_is_refused()
        {
            string? clr = Environment.GetEnvironmentVariable("NANOCLR");
            PeBuild? build = PeBuild.Find(Environment.GetEnvironmentVariable);
            if (clr == null || build == null || Environment.GetEnvironmentVariable(PeBuild.PeVariable) == null)
            {
                Assert.Inconclusive("NANOCLR, METADATA_PROCESSOR, NANOFRAMEWORK_REFS and NANOFRAMEWORK_PE name no nanoCLR and no tools for its files.");
            }

            using TempFolder temp = Project();
            File.WriteAllText(temp["lamp/Program.cs"], "public class Program { public static void Main() { System.Console.WriteLine(\"1 + 2 = \" + (1 + 2)); } }");
            Directory.Delete(temp["lamp/bin"], recursive: true);
            string built = Directory.CreateDirectory(temp["built"]).FullName;
            build.Run(temp["lamp"], built, CancellationToken.None);
            CliRun run = await CliRun.OfAsync("run", temp["lamp"], "--nanoclr", clr, "--timeout", "60");
            run.Gives(ExitCode.Ok, "1 + 2 = 3");
            run.Gives(ExitCode.Ok, "* Main has ended.");

            File.Delete(Path.Combine(built, "mscorlib.pe"));
            List<string> said = [];
            ToolException refused = Assert.ThrowsExactly<ToolException>(() =>
                NanoClrSession.Run(new NanoClrProgram(clr), BuiltApp.FromFolder(built, newest: null), TimeSpan.FromMinutes(1), line => said.Add(line.Text), CancellationToken.None));
            StringAssert.Contains(refused.Message, "Lamp needs mscorlib 1.17.11.0", StringComparison.Ordinal, string.Join('\n', said));
        }

        private static TempFolder Project()
        {
            RequireShell();
            TempFolder temp = new();
            temp.Write("lamp/bin/Debug/Lamp.pe", Pe("Lamp"));
            temp.Write("lamp/bin/Debug/mscorlib.pe", PeBuilder.Make("mscorlib", []));
            temp.Write("lamp/libraries/Library.pe", PeBuilder.Make("Library", []));
            File.WriteAllText(temp["lamp/Program.cs"], "public class Program { public static void Main() { } }");
            File.SetLastWriteTimeUtc(temp["lamp/Program.cs"], DateTime.UtcNow.AddHours(-1));
            File.WriteAllText(temp["lamp/Lamp.nfproj"], """
                <Project>
                  <PropertyGroup><AssemblyName>Lamp</AssemblyName></PropertyGroup>
                  <ItemGroup><Compile Include="Program.cs" /></ItemGroup>
                  <ItemGroup><Reference Include="mscorlib, Version=1.17.11.0"><HintPath>packages\core\mscorlib.dll</HintPath></Reference></ItemGroup>
                </Project>
                """);
            return temp;
        }

        private static byte[] Pe(string name) => new PeWriter { Name = name, HasEntryPoint = true }.Write();

        private static string Script(TempFolder temp, string body, string name = "clr")
        {
            string path = temp[name];
            File.WriteAllText(path, "#!/bin/sh\n" + body);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return path;
        }

        private static void RequireShell()
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Inconclusive("The nanoCLR's place is taken by a script of a Unix shell.");
            }
        }

        // A killed child is gone, or stays as a zombie until somebody asks for its end.
        private static bool IsAlive(string pidFile)
        {
            string status = $"/proc/{File.ReadAllText(pidFile).Trim()}/stat";
            return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
    }
}
