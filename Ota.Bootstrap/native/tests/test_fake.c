/* The fake itself: what it says must be what the specifications say, and it must not forgive. */

#define _POSIX_C_SOURCE 200809L

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "fake/device.h"
#include "fake/image.h"
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

static const uint8_t s_other[64];

/* An image of a description and another segment; byte is set to value if it is not 0, and the image made sound again. */
static bool is_sound(image_segment segment, size_t byte, uint8_t value, image_checker checker)
{
    static uint8_t image[8192];
    uint8_t description[300];
    const image_segment segments[] = {{IMAGE_DROM + 0x20, description, image_description(description, "1.0.0.0", 40)}, segment};
    image_build(image, sizeof image, segments, 2);
    if (byte > 0)
    {
        image[byte] = value;
        image_seal(image, sizeof image);
    }

    return image_is_sound(image, sizeof image, checker);
}

/* What the compiled loader of ESP-IDF does, where the format's description says less or something else. */
static void its_loader_refuses_what_esp_idfs_refuses(void)
{
    const image_segment ram = {0x3FFB0000, s_other, sizeof s_other};
    CHECK(is_sound(ram, 0, 0, IMAGE_CHECKED_BY_BOOTLOADER));

    /* hash_appended: any value but 0. */
    CHECK(is_sound(ram, 23, 0x81, IMAGE_CHECKED_BY_BOOTLOADER));

    /* Another chip; a later least revision; an earlier last one; "no last one". */
    CHECK(!is_sound(ram, 12, 5, IMAGE_CHECKED_BY_APPLICATION));
    CHECK(!is_sound(ram, 16, 2, IMAGE_CHECKED_BY_APPLICATION));
    CHECK(!is_sound(ram, 17, 100, IMAGE_CHECKED_BY_APPLICATION));
    CHECK(is_sound(ram, 16, 1, IMAGE_CHECKED_BY_APPLICATION));

    /* A mapped segment has in its page the offset that it has in the file. */
    CHECK(is_sound((image_segment){0x400D0000 + 24 + 8 + 296 + 8, s_other, sizeof s_other}, 0, 0, IMAGE_CHECKED_BY_APPLICATION));
    CHECK(!is_sound((image_segment){0x400D0000 + 24 + 8 + 296 + 4, s_other, sizeof s_other}, 0, 0, IMAGE_CHECKED_BY_APPLICATION));

    /* Only the bootloader looks at load addresses; below 0x10000000 nothing is loaded. */
    CHECK(!is_sound((image_segment){0x60000000, s_other, sizeof s_other}, 0, 0, IMAGE_CHECKED_BY_BOOTLOADER));
    CHECK(is_sound((image_segment){0x60000000, s_other, sizeof s_other}, 0, 0, IMAGE_CHECKED_BY_APPLICATION));
    CHECK(!is_sound((image_segment){0x3FFF0000, s_other, sizeof s_other}, 0, 0, IMAGE_CHECKED_BY_BOOTLOADER));
    CHECK(is_sound((image_segment){0, s_other, sizeof s_other}, 0, 0, IMAGE_CHECKED_BY_BOOTLOADER));

    /* Lengths of whole words; no segment at all is an image. */
    CHECK(!is_sound((image_segment){0, s_other, 62}, 0, 0, IMAGE_CHECKED_BY_APPLICATION));
    CHECK(is_sound(ram, 1, 0, IMAGE_CHECKED_BY_BOOTLOADER));
}

int main(void)
{
    its_sha256_is_that_of_fips_180_4();
    its_crc_is_that_of_the_rom();
    its_loader_refuses_what_esp_idfs_refuses();
    device_create((device_options){.slots = 2, .rollback = true});
    device_put_image(0, "1.0.0.0", 100);
    CHECK_EQUAL(0, device_boot());
    a_breach_ends_the_test(set_a_bit);
    a_breach_ends_the_test(leave_the_flash);
    a_breach_ends_the_test(erase_half_a_sector);
    a_breach_ends_the_test(write_behind_a_partition);
    device_destroy();
    puts("fake: 7 tests");
    return 0;
}
