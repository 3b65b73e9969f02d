using System.Reflection;

[assembly: AssemblyTitle("Updater")]
[assembly: AssemblyDescription("The boot program beside the application")]
[assembly: AssemblyVersion("1.0.0.0")]
[assembly: AssemblyFileVersion("1.0.0.0")]
