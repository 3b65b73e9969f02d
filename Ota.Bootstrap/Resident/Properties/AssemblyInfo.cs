using System.Reflection;

[assembly: AssemblyTitle("Resident")]
[assembly: AssemblyDescription("The resident program of nanoOta on stock firmware")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
