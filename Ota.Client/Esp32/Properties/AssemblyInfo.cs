using System.Reflection;

[assembly: AssemblyTitle("Ota.Esp32")]
[assembly: AssemblyDescription("ESP-IDF's OTA partitions for nanoOta")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]

// The version of the native half. Raise it whenever a native method's signature changes: the firmware and this assembly must agree.
[assembly: AssemblyNativeVersion("1.1.0.0")]
