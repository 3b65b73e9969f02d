#include "Ota_Esp32.h"
#include "Ota_Esp32_Arguments.h"
#include "ota_core.h"

// A nullptr from Ota_Esp32_Bytes is an argument that the core refuses (OTA_RESULT_SLOT_ARGUMENT), so no method throws.

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeGetSubtype___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_get_subtype(Ota_Esp32_Int(stack.Arg0())));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeGetSize___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_get_size(Ota_Esp32_Int(stack.Arg0())));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeGetState___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_get_state(Ota_Esp32_Int(stack.Arg0())));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeRead___STATIC__I4__I4__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    const int32_t count = Ota_Esp32_Int(stack.Arg4());
    uint8_t *target = Ota_Esp32_Bytes(stack.Arg2(), Ota_Esp32_Int(stack.Arg3()), count);
    stack.SetResult_I4(ota_core_read(Ota_Esp32_Int(stack.Arg0()), Ota_Esp32_Int(stack.Arg1()), target, count));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeBegin___STATIC__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_begin(Ota_Esp32_Int(stack.Arg0())));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeWrite___STATIC__I4__SZARRAY_U1__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    const int32_t count = Ota_Esp32_Int(stack.Arg2());
    const uint8_t *data = Ota_Esp32_Bytes(stack.Arg0(), Ota_Esp32_Int(stack.Arg1()), count);
    stack.SetResult_I4(ota_core_write(data, count));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeEnd___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_end());

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeAbort___STATIC__VOID(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    (void)stack;
    ota_core_abort();

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeSetBoot___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_set_boot());

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeMarkValid___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_mark_valid());

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeMarkInvalidAndRestart___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_core_mark_invalid_and_restart());

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspOta::NativeReadDescription___STATIC__I4__I4__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    const int32_t length = Ota_Esp32_Length(stack.Arg1());
    uint8_t *description = Ota_Esp32_Bytes(stack.Arg1(), 0, length);
    stack.SetResult_I4(ota_core_read_description(Ota_Esp32_Int(stack.Arg0()), description, length));

    NANOCLR_NOCLEANUP_NOLABEL();
}
