using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("Ota.Board")]
[assembly: AssemblyDescription("Over-the-air updates of applications on stock .NET nanoFramework firmware")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: InternalsVisibleTo("NFUnitTest")]
