// The names of nanoCLR's header of this name that an interop assembly uses, for compiling and testing it on a PC. Our own text.

#ifndef FAKE_NANOCLR_INTEROP_H
#define FAKE_NANOCLR_INTEROP_H

#include <cstddef>
#include <cstdint>

typedef int32_t HRESULT;

#define S_OK static_cast<HRESULT>(0)

struct CLR_RT_StackFrame;

typedef HRESULT (*CLR_RT_MethodHandler)(CLR_RT_StackFrame &stack);

#define NANOCLR_NATIVE_DECLARE(method) static HRESULT method(CLR_RT_StackFrame &stack)
#define NANOCLR_HEADER() HRESULT hr
#define NANOCLR_NOCLEANUP_NOLABEL()                                                                                                 \
    hr = S_OK;                                                                                                                      \
    return hr

struct CLR_RT_NativeAssemblyData
{
    const char *m_szAssemblyName;
    unsigned int m_checkSum;
    const CLR_RT_MethodHandler *m_pNativeMethods;
    struct
    {
        unsigned short iMajorVersion;
        unsigned short iMinorVersion;
        unsigned short iBuildNumber;
        unsigned short iRevisionNumber;
    } m_Version;
};

#endif
