#include "Ota_Esp32.h"
#include "Ota_Esp32_Arguments.h"
#include "ota_record.h"

HRESULT Library_Ota_Esp32_NanoOta_FlashRecordMedium::NativeGetCopySize___STATIC__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_record_get_copy_size());

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_FlashRecordMedium::NativeRead___STATIC__I4__I4__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    const int32_t count = Ota_Esp32_Int(stack.Arg2());
    uint8_t *target = Ota_Esp32_Bytes(stack.Arg1(), 0, count);
    stack.SetResult_I4(ota_record_read(Ota_Esp32_Int(stack.Arg0()), target, count));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_FlashRecordMedium::NativeWrite___STATIC__I4__I4__SZARRAY_U1__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    const int32_t count = Ota_Esp32_Int(stack.Arg2());
    const uint8_t *source = Ota_Esp32_Bytes(stack.Arg1(), 0, count);
    stack.SetResult_I4(ota_record_write(Ota_Esp32_Int(stack.Arg0()), source, count));

    NANOCLR_NOCLEANUP_NOLABEL();
}
