/* The fake itself: what it says must be what the specifications say, and it must not forgive. */

#define _POSIX_C_SOURCE 200809L

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "fake/device.h"
#include "fake/nor_flash.h"
#include "fake/sha256.h"

static void its_sha256_is_that_of_fips_180_4(void)
{
    /* The examples of FIPS 180: one block, two blocks. */
    static const uint8_t one[] = {0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40, 0xDE, 0x5D, 0xAE, 0x22, 0x23,
                                  0xB0, 0x03, 0x61, 0xA3, 0x96, 0x17, 0x7A, 0x9C, 0xB4, 0x10, 0xFF, 0x61, 0xF2, 0x00, 0x15, 0xAD};
    static const uint8_t two[] = {0x24, 0x8D, 0x6A, 0x61, 0xD2, 0x06, 0x38, 0xB8, 0xE5, 0xC0, 0x26, 0x93, 0x0C, 0x3E, 0x60, 0x39,
                                  0xA3, 0x3C, 0xE4, 0x59, 0x64, 0xFF, 0x21, 0x67, 0xF6, 0xEC, 0xED, 0xD4, 0x19, 0xDB, 0x06, 0xC1};
    const char *text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    uint8_t digest[32];
    sha256((const uint8_t *)"abc", 3, digest);
    CHECK(memcmp(one, digest, sizeof one) == 0);
    sha256((const uint8_t *)text, strlen(text), digest);
    CHECK(memcmp(two, digest, sizeof two) == 0);
}

static void its_crc_is_that_of_the_rom(void)
{
    CHECK(otadata_crc(1) == 0x4743989Au);
    CHECK(otadata_crc(2) == 0x55F63774u);
}

static void set_a_bit(void)
{
    uint8_t byte = 0x0F;
    nor_write(0, &byte, 1);
    byte = 0x1F;
    nor_write(0, &byte, 1);
}

static void leave_the_flash(void)
{
    uint8_t bytes[2] = {0, 0};
    nor_write(nor_size() - 1, bytes, 2);
}

static void erase_half_a_sector(void)
{
    nor_erase_sector(2048);
}

static void write_behind_a_partition(void)
{
    uint8_t bytes[2] = {0, 0};
    esp_partition_write(device_find(ESP_PARTITION_TYPE_APP, 0x10, NULL), DEVICE_SLOT_SIZE - 1, bytes, 2);
}

static void write_without_an_update(void)
{
    esp_ota_write(7, "x", 1);
}

static void erase_a_whole_slot(void)
{
    esp_ota_handle_t handle;
    esp_ota_begin(device_find(ESP_PARTITION_TYPE_APP, 0x11, NULL), OTA_SIZE_UNKNOWN, &handle);
}

static void a_breach_ends_the_test(void (*breach)(void))
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
    {
        fclose(stderr);
        breach();
        _exit(0);
    }

    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
}

int main(void)
{
    its_sha256_is_that_of_fips_180_4();
    its_crc_is_that_of_the_rom();
    device_create((device_options){.slots = 2, .rollback = true});
    device_put_image(0, "1.0.0.0", 100);
    CHECK_EQUAL(0, device_boot());
    a_breach_ends_the_test(set_a_bit);
    a_breach_ends_the_test(leave_the_flash);
    a_breach_ends_the_test(erase_half_a_sector);
    a_breach_ends_the_test(write_behind_a_partition);
    a_breach_ends_the_test(write_without_an_update);
    a_breach_ends_the_test(erase_a_whole_slot);
    device_destroy();
    puts("fake: 8 tests");
    return 0;
}
