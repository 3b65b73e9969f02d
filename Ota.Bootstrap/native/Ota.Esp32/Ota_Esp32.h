// The native methods of the managed assembly Ota.Esp32: names as nanoFramework's metadata processor makes them from their
// signatures. To add or change one: change the C# class, then this, the table in Ota_Esp32.cpp and the checksum there
// (docs/PORTING.md says how).

#ifndef OTA_ESP32_H
#define OTA_ESP32_H

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>

struct Library_Ota_Esp32_NanoOta_EspGuard
{
    NANOCLR_NATIVE_DECLARE(NativeTell___STATIC__I4__I4__I4);
    NANOCLR_NATIVE_DECLARE(NativeGetStatus___STATIC__I4__SZARRAY_U1);
};

struct Library_Ota_Esp32_NanoOta_EspOta
{
    NANOCLR_NATIVE_DECLARE(NativeGetSubtype___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(NativeGetSize___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(NativeGetState___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(NativeRead___STATIC__I4__I4__I4__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(NativeBegin___STATIC__I4__I4);
    NANOCLR_NATIVE_DECLARE(NativeWrite___STATIC__I4__SZARRAY_U1__I4__I4);
    NANOCLR_NATIVE_DECLARE(NativeEnd___STATIC__I4);
    NANOCLR_NATIVE_DECLARE(NativeAbort___STATIC__VOID);
    NANOCLR_NATIVE_DECLARE(NativeSetBoot___STATIC__I4);
    NANOCLR_NATIVE_DECLARE(NativeMarkValid___STATIC__I4);
    NANOCLR_NATIVE_DECLARE(NativeMarkInvalidAndRestart___STATIC__I4);
    NANOCLR_NATIVE_DECLARE(NativeReadDescription___STATIC__I4__I4__SZARRAY_U1);
};

struct Library_Ota_Esp32_NanoOta_FlashRecordMedium
{
    NANOCLR_NATIVE_DECLARE(NativeGetCopySize___STATIC__I4);
    NANOCLR_NATIVE_DECLARE(NativeRead___STATIC__I4__I4__SZARRAY_U1__I4);
    NANOCLR_NATIVE_DECLARE(NativeWrite___STATIC__I4__I4__SZARRAY_U1__I4);
};

extern const CLR_RT_NativeAssemblyData g_CLR_AssemblyNative_Ota_Esp32;

#endif
