using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.Networking;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Bootstrap.Networking
{
    /// <summary>The stand-ins of this folder, held to the API data of the libraries.</summary>
    [TestClass]
    public sealed class StandInTests
    {
        [TestMethod]
        [DataRow(typeof(WifiNetworkHelper))]
        [DataRow(typeof(Sntp))]
        [DataRow(typeof(WifiAdapter))]
        [DataRow(typeof(NetworkInterface))]
        [DataRow(typeof(NetworkChange))]
        [DataRow(typeof(NetworkAvailabilityEventArgs))]
        [DataRow(typeof(Wireless80211Configuration))]
        [DataRow(typeof(nanoFramework.Hardware.Esp32.Sleep))]
        public void The_stand_ins_have_the_signatures_of_the_libraries(Type standIn)
        {
            string[] real = Real(standIn).Methods.Where(method => method.IsPublic)
                .Select(method => $"{method.ReturnType.FullName} {method.Name}({string.Join(", ", method.Parameters.Select(parameter => parameter.ParameterType.FullName))}) {method.IsStatic}")
                .ToArray();
            BindingFlags flags = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
            string[] mine = standIn.GetMethods(flags)
                .Select(method => $"{method.ReturnType.FullName} {method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.FullName))}) {method.IsStatic}".Replace('+', '/'))
                .ToArray();
            Assert.IsNotEmpty(mine);
            CollectionAssert.IsSubsetOf(mine, real);
        }

        [TestMethod]
        [DataRow(typeof(NetworkInterfaceType))]
        [DataRow(typeof(AuthenticationType))]
        [DataRow(typeof(EncryptionType))]
        [DataRow(typeof(RadioType))]
        [DataRow(typeof(Wireless80211Configuration.ConfigurationOptions))]
        public void The_stand_ins_have_the_numbers_of_the_libraries(Type standIn)
        {
            string[] real = [.. Real(standIn).Fields.Where(field => field.HasConstant).Select(field => $"{field.Name} {field.Constant}")];
            string[] mine = [.. Enum.GetValues(standIn).Cast<object>().Select(value => $"{value} {Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)}")];
            Assert.IsNotEmpty(mine);
            CollectionAssert.IsSubsetOf(mine, real);
        }

        private static Mono.Cecil.TypeDefinition Real(Type standIn) => ReferenceAssemblies.Shared.Names
            .SelectMany(name => Mono.Cecil.AssemblyDefinition.ReadAssembly(new MemoryStream(ReferenceAssemblies.Shared.Find(name)!)).MainModule.GetTypes())
            .Single(type => type.FullName == standIn.FullName!.Replace('+', '/'));
    }
}
