// The native methods as nanoCLR calls them: through the table, with arguments on its stack, null and wrong ones too.

#include <cstring>
#include <initializer_list>
#include <vector>

#include "Ota_Esp32.h"
#include "check.h"
#include "chip.h"
#include "fake/device.h"
#include "ota_boot.h"
#include "ota_core.h"
#include "ota_record.h"

namespace
{
    typedef Library_Ota_Esp32_NanoOta_EspGuard Guard;
    typedef Library_Ota_Esp32_NanoOta_EspOta Ota;
    typedef Library_Ota_Esp32_NanoOta_FlashRecordMedium Record;

    // An argument: a number, or an array (perhaps null).
    struct Argument
    {
        int32_t number;
        CLR_RT_HeapBlock_Array *array;

        Argument(int32_t value) : number(value), array(nullptr)
        {
        }

        Argument(CLR_RT_HeapBlock_Array *value) : number(0), array(value)
        {
        }
    };

    CLR_RT_HeapBlock_Array *const null = nullptr;

    int32_t call(CLR_RT_MethodHandler method, std::initializer_list<Argument> arguments, int results = 1)
    {
        // As many as there are, so that a method that reads one too many is found out.
        std::vector<CLR_RT_HeapBlock> blocks;
        for (const Argument &argument : arguments)
        {
            CLR_RT_HeapBlock block;
            block.m_number.s4 = argument.number;
            block.m_array = argument.array;
            blocks.push_back(block);
        }

        CLR_RT_StackFrame stack = {blocks.data(), -12345, 0};
        CHECK_EQUAL(S_OK, method(stack));
        CHECK_EQUAL(results, stack.m_results);
        return stack.m_result;
    }

    void assembly_is_declared()
    {
        const CLR_RT_NativeAssemblyData &data = g_CLR_AssemblyNative_Ota_Esp32;
        CHECK(strcmp("Ota.Esp32", data.m_szAssemblyName) == 0);
        CHECK_EQUAL(1, data.m_Version.iMajorVersion);
        CHECK_EQUAL(4, data.m_Version.iMinorVersion);
        CHECK(data.m_pNativeMethods[3] == Guard::NativeTell___STATIC__I4__I4__I4);
        CHECK(data.m_pNativeMethods[17] == nullptr);
        CHECK(data.m_pNativeMethods[18] == Ota::NativeGetSubtype___STATIC__I4__I4);
        CHECK(data.m_pNativeMethods[47] == Record::NativeWrite___STATIC__I4__I4__SZARRAY_U1__I4);
    }

    void wrong_arguments_are_refused()
    {
        uint8_t bytes[300] = {0};
        CLR_RT_HeapBlock_Array array = {8, bytes};
        CLR_RT_HeapBlock_Array empty = {0, bytes};
        CLR_RT_HeapBlock_Array description = {256, bytes};
        CLR_RT_HeapBlock_Array small = {255, bytes};
        const auto read = Ota::NativeRead___STATIC__I4__I4__I4__SZARRAY_U1__I4__I4;
        const auto write = Ota::NativeWrite___STATIC__I4__SZARRAY_U1__I4__I4;
        const auto describe = Ota::NativeReadDescription___STATIC__I4__I4__SZARRAY_U1;

        CHECK_EQUAL(OTA_RESULT_OK, call(read, {0, 0, &array, 0, 8}));
        CHECK_EQUAL(OTA_RESULT_OK, call(read, {0, 0, &array, 8, 0}));
        CHECK_EQUAL(OTA_RESULT_OK, call(read, {0, 0, &empty, 0, 0}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, null, 0, 0}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, &array, -1, 1}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, &array, 0, -1}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, &array, 0, 9}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, &array, 9, 0}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, &array, 7, 2}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, &array, INT32_MAX, INT32_MAX}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, 0, &array, INT32_MIN, INT32_MIN}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {0, -1, &array, 0, 1}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(read, {3, 0, &array, 0, 1}));

        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeBegin___STATIC__I4__I4, {0}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(write, {null, 0, 0}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(write, {&array, -1, 1}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(write, {&array, 0, -1}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(write, {&array, 1, 8}));
        CHECK_EQUAL(OTA_RESULT_OK, call(write, {&array, 8, 0}));
        call(Ota::NativeAbort___STATIC__VOID, {}, 0);
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(write, {&array, 0, 1}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(Ota::NativeEnd___STATIC__I4, {}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(Ota::NativeBegin___STATIC__I4__I4, {-4096}));

        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(describe, {0, null}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(describe, {0, &small}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(describe, {-1, &description}));
        CHECK_EQUAL(OTA_RESULT_OK, call(describe, {0, &description}));

        const auto tell = Guard::NativeTell___STATIC__I4__I4__I4;
        const auto status = Guard::NativeGetStatus___STATIC__I4__SZARRAY_U1;
        CLR_RT_HeapBlock_Array sixteen = {16, bytes};
        CLR_RT_HeapBlock_Array fifteen = {15, bytes};
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(tell, {0, 0}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(tell, {OTA_TELL_WAY_BACK, INT32_MIN}));
        CHECK_EQUAL(OTA_RESULT_OK, call(tell, {OTA_TELL_SIGN, 0}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(status, {null}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(status, {&empty}));
        CHECK_EQUAL(OTA_RESULT_SLOT_ARGUMENT, call(status, {&fifteen}));
        CHECK_EQUAL(OTA_RESULT_OK, call(status, {&sixteen}));

        const auto read_record = Record::NativeRead___STATIC__I4__I4__SZARRAY_U1__I4;
        const auto write_record = Record::NativeWrite___STATIC__I4__I4__SZARRAY_U1__I4;
        CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, call(read_record, {0, null, 0}));
        CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, call(read_record, {0, &array, 9}));
        CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, call(read_record, {0, &array, -1}));
        CHECK_EQUAL(-OTA_RESULT_STATE_READ_FAILED, call(read_record, {2, &array, 1}));
        CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, call(write_record, {0, null, 0}));
        CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, call(write_record, {0, &array, 9}));
        CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, call(write_record, {0, &array, -1}));
        CHECK_EQUAL(OTA_RESULT_STATE_WRITE_FAILED, call(write_record, {-1, &array, 1}));
    }

    void every_method_reaches_the_device()
    {
        std::vector<uint8_t> image(0x10000);
        image.resize(device_build_image(image.data(), "2.0.0.0", 6000));
        CLR_RT_HeapBlock_Array array = {static_cast<uint32_t>(image.size()), image.data()};
        const int32_t half = static_cast<int32_t>(image.size() / 2);
        const int32_t rest = static_cast<int32_t>(image.size()) - half;

        CHECK_EQUAL(0x10, call(Ota::NativeGetSubtype___STATIC__I4__I4, {0}));
        CHECK_EQUAL(0x10, call(Ota::NativeGetSubtype___STATIC__I4__I4, {1}));
        CHECK_EQUAL(0x11, call(Ota::NativeGetSubtype___STATIC__I4__I4, {2}));
        CHECK_EQUAL(0x10000, call(Ota::NativeGetSize___STATIC__I4__I4, {2}));
        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeBegin___STATIC__I4__I4, {0}));
        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeWrite___STATIC__I4__SZARRAY_U1__I4__I4, {&array, 0, half}));
        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeWrite___STATIC__I4__SZARRAY_U1__I4__I4, {&array, half, rest}));
        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeEnd___STATIC__I4, {}));
        CHECK(memcmp(image.data(), device_slot(1), image.size()) == 0);

        uint8_t bytes[300] = {0};
        CLR_RT_HeapBlock_Array target = {sizeof bytes, bytes};
        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeRead___STATIC__I4__I4__I4__SZARRAY_U1__I4__I4, {2, 100, &target, 10, 200}));
        CHECK(memcmp(image.data() + 100, bytes + 10, 200) == 0);
        CHECK_EQUAL(0, bytes[9] | bytes[210]);
        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeReadDescription___STATIC__I4__I4__SZARRAY_U1, {2, &target}));
        CHECK(memcmp("2.0.0.0", bytes + 16, 8) == 0);

        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeSetBoot___STATIC__I4, {}));
        CHECK_EQUAL(1, device_boot());
        CHECK_EQUAL(1, call(Ota::NativeGetState___STATIC__I4__I4, {0x11}));
        CHECK_EQUAL(OTA_RESULT_OK, call(Ota::NativeMarkValid___STATIC__I4, {}));
        CHECK_EQUAL(2, call(Ota::NativeGetState___STATIC__I4__I4, {0x11}));
        device_slot(0)[0] = 0;
        CHECK_EQUAL(OTA_RESULT_ROLL_BACK_IMPOSSIBLE, call(Ota::NativeMarkInvalidAndRestart___STATIC__I4, {}));

        CHECK_EQUAL(4088, call(Record::NativeGetCopySize___STATIC__I4, {}));
        CHECK_EQUAL(OTA_RESULT_OK, call(Record::NativeWrite___STATIC__I4__I4__SZARRAY_U1__I4, {1, &array, 9}));
        CHECK_EQUAL(9, call(Record::NativeRead___STATIC__I4__I4__SZARRAY_U1__I4, {1, &target, 300}));
        CHECK(memcmp(image.data(), bytes, 9) == 0);
    }
}

int main()
{
    device_at_reset(chip_forgets);
    device_create({2, false, true, false, false, false});
    device_put_image(0, "1.0.0.0", 500);
    CHECK_EQUAL(0, device_boot());
    assembly_is_declared();
    wrong_arguments_are_refused();
    every_method_reaches_the_device();
    device_destroy();
    puts("interop: 3 tests");
    return 0;
}
