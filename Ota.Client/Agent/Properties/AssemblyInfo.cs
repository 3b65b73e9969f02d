using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("Ota.Agent")]
[assembly: AssemblyDescription("The updater as a service for .NET nanoFramework")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: InternalsVisibleTo("NFUnitTest")]
[assembly: InternalsVisibleTo("Ota.Bootstrap")]
