using System.Reflection;

[assembly: AssemblyTitle("Ota.InFieldUpdate")]
[assembly: AssemblyDescription("nanoFramework's In-Field Update for nanoOta")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
