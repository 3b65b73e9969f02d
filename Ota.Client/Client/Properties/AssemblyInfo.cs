using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("Ota.Client")]
[assembly: AssemblyDescription("Over-the-air updates for .NET nanoFramework")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: InternalsVisibleTo("NFUnitTest")]
[assembly: InternalsVisibleTo("Ota.Agent")]
[assembly: InternalsVisibleTo("Ota.Bootstrap")]
[assembly: InternalsVisibleTo("Ota.Esp32")]
[assembly: InternalsVisibleTo("Ota.Http")]
[assembly: InternalsVisibleTo("Ota.InFieldUpdate")]
[assembly: InternalsVisibleTo("Ota.Mqtt")]
