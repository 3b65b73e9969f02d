using System.Reflection;

[assembly: AssemblyTitle("Resident")]
[assembly: AssemblyDescription("Runs the application, and keeps the application replaceable")]
[assembly: AssemblyVersion("1.0.0.0")]
[assembly: AssemblyFileVersion("1.0.0.0")]
