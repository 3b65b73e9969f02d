using System.Reflection;

[assembly: AssemblyTitle("Ota.Mqtt")]
[assembly: AssemblyDescription("MQTT for the agent of nanoOta: checks on demand and reports")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
