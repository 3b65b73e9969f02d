// From the CLR's stack to C: managed arrays become pointers only after their range was checked.

#ifndef OTA_ESP32_ARGUMENTS_H
#define OTA_ESP32_ARGUMENTS_H

#include <stdint.h>

#include <nanoCLR_Interop.h>
#include <nanoCLR_Runtime.h>

// An Int32 argument.
inline int32_t Ota_Esp32_Int(CLR_RT_HeapBlock &argument)
{
    return argument.NumericByRef().s4;
}

// The first of count bytes from index in a Byte[] argument; nullptr for null, negative numbers and a range past the end. The
// collector does not run while a native method does, so the pointer holds until the method returns.
inline uint8_t *Ota_Esp32_Bytes(CLR_RT_HeapBlock &argument, int32_t index, int32_t count)
{
    CLR_RT_HeapBlock_Array *array = argument.DereferenceArray();
    if (array == nullptr || index < 0 || count < 0)
    {
        return nullptr;
    }

    const uint32_t length = array->m_numOfElements;
    const uint32_t first = static_cast<uint32_t>(index);
    return first > length || static_cast<uint32_t>(count) > length - first ? nullptr : array->GetFirstElement() + first;
}

// Length of a Byte[] argument; 0 for null.
inline int32_t Ota_Esp32_Length(CLR_RT_HeapBlock &argument)
{
    CLR_RT_HeapBlock_Array *array = argument.DereferenceArray();
    return array == nullptr ? 0 : static_cast<int32_t>(array->m_numOfElements);
}

#endif
