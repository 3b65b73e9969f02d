#include "Ota_Esp32.h"
#include "Ota_Esp32_Arguments.h"
#include "ota_boot.h"

HRESULT Library_Ota_Esp32_NanoOta_EspGuard::NativeTell___STATIC__I4__I4__I4(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    stack.SetResult_I4(ota_boot_tell(Ota_Esp32_Int(stack.Arg0()), Ota_Esp32_Int(stack.Arg1())));

    NANOCLR_NOCLEANUP_NOLABEL();
}

HRESULT Library_Ota_Esp32_NanoOta_EspGuard::NativeGetStatus___STATIC__I4__SZARRAY_U1(CLR_RT_StackFrame &stack)
{
    NANOCLR_HEADER();

    const int32_t length = Ota_Esp32_Length(stack.Arg0());
    stack.SetResult_I4(ota_boot_get_status(Ota_Esp32_Bytes(stack.Arg0(), 0, length), length));

    NANOCLR_NOCLEANUP_NOLABEL();
}
