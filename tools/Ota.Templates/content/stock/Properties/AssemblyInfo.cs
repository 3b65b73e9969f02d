using System.Reflection;

[assembly: AssemblyTitle("OtaApplication1")]
[assembly: AssemblyDescription("An application that keeps itself up to date")]
[assembly: AssemblyVersion("1.0.0.0")]
[assembly: AssemblyFileVersion("1.0.0.0")]
