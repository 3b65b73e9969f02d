using System.Reflection;

[assembly: AssemblyTitle("Ota.Esp32")]
[assembly: AssemblyDescription("ESP-IDF's OTA partitions for nanoOta")]
[assembly: AssemblyProduct("nanoOta")]
[assembly: AssemblyCompany("nanoOta contributors")]
[assembly: AssemblyCopyright("Copyright (c) nanoOta contributors, MIT licence")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]

// The version of the native half. The firmware and this assembly must agree, so raise the version whenever a native method's signature changes.
[assembly: AssemblyNativeVersion("1.4.0.0")]
