// The names of nanoCLR's header of this name that an interop assembly uses, for compiling and testing it on a PC. Our own text.

#ifndef FAKE_NANOCLR_RUNTIME_H
#define FAKE_NANOCLR_RUNTIME_H

#include "nanoCLR_Interop.h"

// A managed array; here of bytes.
struct CLR_RT_HeapBlock_Array
{
    uint32_t m_numOfElements;
    uint8_t *m_bytes;

    uint8_t *GetFirstElement()
    {
        return m_bytes;
    }
};

// A value on the CLR's stack: a number or a reference.
struct CLR_RT_HeapBlock
{
    union Numeric
    {
        int32_t s4;
        uint32_t u4;
    };

    Numeric m_number;
    CLR_RT_HeapBlock_Array *m_array;

    Numeric &NumericByRef()
    {
        return m_number;
    }

    CLR_RT_HeapBlock_Array *DereferenceArray() const
    {
        return m_array;
    }
};

// The call of one native method: arguments in, result out.
struct CLR_RT_StackFrame
{
    CLR_RT_HeapBlock *m_arguments;
    int32_t m_result;
    int m_results;

    CLR_RT_HeapBlock &Arg0() const
    {
        return m_arguments[0];
    }

    CLR_RT_HeapBlock &Arg1() const
    {
        return m_arguments[1];
    }

    CLR_RT_HeapBlock &Arg2() const
    {
        return m_arguments[2];
    }

    CLR_RT_HeapBlock &Arg3() const
    {
        return m_arguments[3];
    }

    CLR_RT_HeapBlock &Arg4() const
    {
        return m_arguments[4];
    }

    void SetResult_I4(int32_t value)
    {
        m_result = value;
        m_results++;
    }
};

#endif
