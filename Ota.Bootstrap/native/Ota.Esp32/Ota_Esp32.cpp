#include "Ota_Esp32.h"

// clang-format off

// One line for every method of the assembly, in the metadata processor's order: classes by name; in each the methods of its
// interface, its constructor, its static methods. NULL: the method is managed.
static const CLR_RT_MethodHandler method_lookup[] =
{
    // NanoOta.EspGuard: 2 of IEspGuard and the constructor.
    NULL,
    NULL,
    NULL,
    Library_Ota_Esp32_NanoOta_EspGuard::NativeTell___STATIC__I4__I4__I4,
    Library_Ota_Esp32_NanoOta_EspGuard::NativeGetStatus___STATIC__I4__SZARRAY_U1,

    // NanoOta.EspOta: 12 of IEspOta and the constructor.
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    Library_Ota_Esp32_NanoOta_EspOta::NativeGetSubtype___STATIC__I4__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeGetSize___STATIC__I4__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeGetState___STATIC__I4__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeRead___STATIC__I4__I4__I4__SZARRAY_U1__I4__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeBegin___STATIC__I4__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeWrite___STATIC__I4__SZARRAY_U1__I4__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeEnd___STATIC__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeAbort___STATIC__VOID,
    Library_Ota_Esp32_NanoOta_EspOta::NativeSetBoot___STATIC__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeMarkValid___STATIC__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeMarkInvalidAndRestart___STATIC__I4,
    Library_Ota_Esp32_NanoOta_EspOta::NativeReadDescription___STATIC__I4__I4__SZARRAY_U1,

    // NanoOta.EspPorts: one static.
    NULL,

    // NanoOta.EspStartGuard: 6 of IStartGuard, one of its own and the constructor.
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,

    // NanoOta.FirmwareKeeper: one of IReleaseKeeper and the constructor.
    NULL,
    NULL,

    // NanoOta.FlashRecordMedium: 3 of IRecordMedium and the constructor.
    NULL,
    NULL,
    NULL,
    NULL,
    Library_Ota_Esp32_NanoOta_FlashRecordMedium::NativeGetCopySize___STATIC__I4,
    Library_Ota_Esp32_NanoOta_FlashRecordMedium::NativeRead___STATIC__I4__I4__SZARRAY_U1__I4,
    Library_Ota_Esp32_NanoOta_FlashRecordMedium::NativeWrite___STATIC__I4__I4__SZARRAY_U1__I4,

    // NanoOta.StagedNatives: ten.
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
};

// The CLR loads the managed assembly only if the checksum in its PE is this one (a CRC-32 over the table above, which
// NativeInteropTests computes again). The version is AssemblyNativeVersion of the managed side.
const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_Ota_Esp32 =
{
    "Ota.Esp32",
    0xA47BDA32,
    method_lookup,
    { 1, 4, 0, 0 }
};

// clang-format on
