using System.Reflection;

[assembly: AssemblyTitle("Updater")]
[assembly: AssemblyDescription("The boot program of nanoOta inside a firmware image")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
