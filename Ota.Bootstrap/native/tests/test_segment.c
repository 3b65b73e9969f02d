/* The application inside the firmware's image: what is found, what is refused, and what nanoCLR is answered. */

#include <string.h>

#include <nvs.h>
#include <nvs_flash.h>

#include "check.h"
#include "chip.h"
#include "fake/image.h"
#include "fake/nor_flash.h"
#include "ota_segment.h"

#define CLR_SUBTYPE ((esp_partition_subtype_t)DEVICE_DEPLOYMENT)

static uint8_t s_image[DEVICE_SLOT_SIZE];
static size_t s_length;
static uint8_t s_parts[2][8192];
static size_t s_part_length[2];
static size_t s_segment_offset;

/* Zeros before the boot part and behind the application. */
static size_t s_zeros[2];
static size_t s_boot_offset;

static uint32_t s_noise;

static uint32_t noise(void)
{
    s_noise ^= s_noise << 13;
    s_noise ^= s_noise >> 17;
    s_noise ^= s_noise << 5;
    return s_noise;
}

/* Two parts: a boot program of two assemblies, an application of none to three of them. */
static void make_parts(int boot, int app)
{
    for (int part = 0; part < 2; part++)
    {
        s_part_length[part] = 0;
        for (int i = 0; i < (part == 0 ? boot : app); i++)
        {
            char kind = i % 2 == 0 ? '1' : '2';
            s_part_length[part] += image_assembly(s_parts[part] + s_part_length[part], kind, 128 + noise() % 500, noise());
        }
    }
}

/* An image whose segment begins behind before bytes of other data, and has after as further segments behind it. */
static void make_image(size_t before, int after)
{
    static uint8_t description[DEVICE_SLOT_SIZE];
    static uint8_t attached[2 * 8192 + OTA_SEGMENT_HEADER + 2 * NOR_SECTOR];
    static const uint8_t other[64];
    image_segment segments[16] = {
        {IMAGE_DROM + 0x20, description, image_description(description, "1.0.0.0", before)},
        {0, attached, image_attached_with_zeros(attached, s_parts[0], s_part_length[0], s_parts[1], s_part_length[1], s_zeros[0], s_zeros[1])},
    };
    for (int i = 0; i < after; i++)
    {
        segments[2 + i] = (image_segment){i % 2 == 0 ? 0 : 0x3FFB0000, other, sizeof other};
    }

    s_length = image_build(s_image, sizeof s_image, segments, 2 + after);
    s_segment_offset = 24 + 8 + segments[0].length + 8;
    s_boot_offset = s_segment_offset + OTA_SEGMENT_HEADER + s_zeros[0];
}

static void start(device_options options)
{
    device_create(options);
    memcpy(device_slot(0), s_image, s_length);
    device_put_entry(0, 1, ESP_OTA_IMG_VALID, true);
    CHECK_EQUAL(0, device_boot());
}

static ota_segment_result find(ota_segment *found)
{
    return ota_segment_find(esp_ota_get_running_partition(), found);
}

/* What the format says, over bytes in memory, written apart from the code under test. */
static bool is_walk(const uint8_t *bytes, size_t length, int *count)
{
    while (length > 0)
    {
        size_t header = length > 5 && bytes[5] == '2' ? 128 : 124;
        if (++*count > 64 || length < header || memcmp(bytes, "NFMRK", 5) != 0 || (bytes[5] != '1' && bytes[5] != '2') || bytes[6] != 0
            || bytes[7] != 0)
        {
            return false;
        }

        uint32_t total;
        memcpy(&total, bytes + (header == 128 ? 104 : 100), 4);
        size_t padded = ((size_t)total + 3) / 4 * 4;
        if (total < header || padded > length)
        {
            return false;
        }

        bytes += padded;
        length -= padded;
    }

    return true;
}

static void a_segment_is_found_wherever_it_lies(void)
{
    for (size_t before = 0; before < 4096 + 16; before += 4)
    {
        ota_segment found;
        make_parts(2, (int)(before % 3));
        s_zeros[0] = before % NOR_SECTOR;
        s_zeros[1] = before * 5 % NOR_SECTOR;
        make_image(before, (int)(before / 4 % 15));
        start((device_options){.slots = 2, .rollback = true});
        CHECK_EQUAL(OTA_SEGMENT_FOUND, find(&found));
        CHECK_EQUAL(s_boot_offset, found.offset);
        CHECK_EQUAL(s_part_length[0], found.boot_length);
        CHECK_EQUAL(s_part_length[1], found.app_length);
        device_destroy();
    }

    s_zeros[0] = 0;
    s_zeros[1] = 0;
}

/* As many zeros as a sector has, or one other byte among them: nobody has written such a segment. */
static void zeros_are_zeros_and_fewer_than_a_sector(void)
{
    for (int place = 0; place < 2; place++)
    {
        ota_segment found;
        for (size_t zeros = NOR_SECTOR - 4; zeros <= NOR_SECTOR; zeros += 4)
        {
            make_parts(1, 1);
            s_zeros[place] = zeros;
            make_image(100, 0);
            start((device_options){.slots = 2, .rollback = true});
            CHECK_EQUAL(zeros < NOR_SECTOR ? OTA_SEGMENT_FOUND : OTA_SEGMENT_NONE, find(&found));
            device_destroy();
        }

        s_zeros[place] = 600;
        make_image(100, 0);
        start((device_options){.slots = 2, .rollback = true});
        uint8_t *first = device_slot(0) + (place == 0 ? s_segment_offset + OTA_SEGMENT_HEADER : s_boot_offset + s_part_length[0] + s_part_length[1]);
        for (int i = 0; i < 600; i++)
        {
            first[i] = 1;
            CHECK_EQUAL(OTA_SEGMENT_NONE, find(&found));
            first[i] = 0;
        }

        CHECK_EQUAL(OTA_SEGMENT_FOUND, find(&found));
        nor_fail_reads(true);
        CHECK_EQUAL(OTA_SEGMENT_READ_FAILED, find(&found));
        nor_fail_reads(false);
        device_destroy();
        s_zeros[place] = 0;
    }
}

static void a_seventeenth_segment_is_none(void)
{
    ota_segment found;
    make_parts(1, 1);
    make_image(100, 14);
    start((device_options){.slots = 2, .rollback = true});
    device_slot(0)[1] = 17;
    CHECK_EQUAL(OTA_SEGMENT_NONE, find(&found));
    device_destroy();
}

/* Every byte of the header, with the CRC corrected and without. */
static void a_header_that_is_not_right_is_none(void)
{
    make_parts(2, 2);
    make_image(200, 1);
    start((device_options){.slots = 2, .rollback = true});
    for (int byte = 0; byte < OTA_SEGMENT_HEADER; byte++)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            ota_segment found;
            uint8_t *segment = device_slot(0) + s_segment_offset;
            uint8_t kept[OTA_SEGMENT_HEADER];
            memcpy(kept, segment, sizeof kept);
            segment[byte] ^= (uint8_t)(1 << bit);
            CHECK_EQUAL(OTA_SEGMENT_NONE, find(&found));
            image_seal_attached(segment);
            CHECK_EQUAL(byte < 28 ? OTA_SEGMENT_NONE : OTA_SEGMENT_FOUND, find(&found));
            memcpy(segment, kept, sizeof kept);
        }
    }

    device_destroy();
}

static void assemblies_that_do_not_end_with_their_part_are_none(void)
{
    ota_segment found;
    make_parts(2, 1);
    make_image(300, 0);
    start((device_options){.slots = 2, .rollback = true});
    uint8_t *segment = device_slot(0) + s_segment_offset;
    uint8_t *boot_length = segment + 12;
    uint8_t *app_length = segment + 16;

    /* The border between the parts four bytes to the left and to the right. */
    for (int move = -4; move <= 4; move += 8)
    {
        uint32_t lengths[2] = {(uint32_t)(s_part_length[0] + (size_t)move), (uint32_t)(s_part_length[1] - (size_t)move)};
        memcpy(boot_length, &lengths[0], 4);
        memcpy(app_length, &lengths[1], 4);
        image_seal_attached(segment);
        CHECK_EQUAL(OTA_SEGMENT_NONE, find(&found));
    }

    /* The last assembly says that it is longer, or one byte shorter than its padding allows. */
    make_parts(1, 1);
    make_image(300, 0);
    for (int more = -8; more <= 8; more += 4)
    {
        uint32_t total;
        memcpy(device_slot(0), s_image, s_length);
        uint8_t *assembly = segment + OTA_SEGMENT_HEADER + s_part_length[0];
        memcpy(&total, assembly + 100, 4);
        size_t changed = image_assembly(s_parts[1], '1', total + (size_t)more, 7);
        CHECK(changed < sizeof s_parts[1]);
        memcpy(assembly, s_parts[1], 124);
        CHECK_EQUAL(more == 0 ? OTA_SEGMENT_FOUND : OTA_SEGMENT_NONE, find(&found));
    }

    device_destroy();
}

/* Any bit of any header: nanoCLR would skip that assembly and go on in its middle. */
static void an_assembly_with_a_wrong_header_is_none(void)
{
    make_parts(1, 1);
    make_image(300, 0);
    start((device_options){.slots = 2, .rollback = true});
    size_t boot = s_segment_offset + OTA_SEGMENT_HEADER;
    size_t places[] = {boot, boot + s_part_length[0]};
    for (int part = 0; part < 2; part++)
    {
        for (size_t bit = 0; bit < 124 * 8; bit++)
        {
            ota_segment found;
            uint8_t *byte = device_slot(0) + places[part] + bit / 8;
            *byte ^= (uint8_t)(1 << bit % 8);
            CHECK_EQUAL(OTA_SEGMENT_NONE, find(&found));
            *byte ^= (uint8_t)(1 << bit % 8);
        }
    }

    device_destroy();
}

static void more_assemblies_than_nanoclr_takes_are_none(void)
{
    ota_segment found;
    for (int count = 64; count <= 65; count++)
    {
        s_part_length[0] = image_assembly(s_parts[0], '1', 124, 1);
        s_part_length[1] = 0;
        for (int i = 1; i < count; i++)
        {
            s_part_length[1] += image_assembly(s_parts[1] + s_part_length[1], '1', 124, noise());
        }

        make_image(0, 0);
        start((device_options){.slots = 2, .rollback = true});
        CHECK_EQUAL(count == 64 ? OTA_SEGMENT_FOUND : OTA_SEGMENT_NONE, find(&found));
        device_destroy();
    }
}

/* A partition that ends anywhere inside the image. */
static void a_cut_image_is_none(void)
{
    make_parts(2, 2);
    make_image(120, 0);
    start((device_options){.slots = 2, .rollback = true});
    esp_partition_t cut = *esp_ota_get_running_partition();
    size_t end = s_segment_offset + OTA_SEGMENT_HEADER + s_part_length[0] + s_part_length[1];
    for (cut.size = 0; cut.size < end; cut.size++)
    {
        ota_segment found;
        CHECK_EQUAL(OTA_SEGMENT_NONE, ota_segment_find(&cut, &found));
    }

    ota_segment found;
    CHECK_EQUAL(OTA_SEGMENT_FOUND, ota_segment_find(&cut, &found));
    device_destroy();
}

/* Whatever is changed: a segment that is found lies inside the partition and its walk ends where its parts end. */
static unsigned changed_bytes_are_found_out(void)
{
    unsigned survived = 0;
    for (int story = 0; story < 20000; story++)
    {
        if (story % 1000 == 0)
        {
            if (story > 0)
            {
                device_destroy();
            }

            make_parts(1 + (int)(noise() % 3), (int)(noise() % 4));
            s_zeros[0] = noise() % 200 * 4;
            s_zeros[1] = noise() % 200 * 4;
            make_image(noise() % 2000, (int)(noise() % 4));
            start((device_options){.slots = 2, .rollback = true});
        }

        uint8_t *slot = device_slot(0);
        memcpy(slot, s_image, s_length);
        size_t places[] = {0, 24, s_segment_offset - 8, s_segment_offset, s_boot_offset};
        for (uint32_t change = 1 + noise() % 3; change > 0; change--)
        {
            slot[places[noise() % 5] + noise() % 140] = noise() % 4 == 0 ? 0xFF : (uint8_t)noise();
        }

        if (noise() % 2 == 0)
        {
            image_seal_attached(slot + s_segment_offset);
        }

        ota_segment found;
        if (find(&found) != OTA_SEGMENT_FOUND)
        {
            continue;
        }

        survived++;
        int count = 0;
        CHECK(found.offset <= DEVICE_SLOT_SIZE && found.boot_length <= DEVICE_SLOT_SIZE && found.app_length <= DEVICE_SLOT_SIZE);
        CHECK(found.offset + found.boot_length + found.app_length <= DEVICE_SLOT_SIZE);
        CHECK(found.boot_length > 0);
        CHECK(is_walk(slot + found.offset, found.boot_length, &count));
        CHECK(is_walk(slot + found.offset + found.boot_length, found.app_length, &count));
    }

    device_destroy();
    s_zeros[0] = 0;
    s_zeros[1] = 0;
    CHECK(survived > 100);
    return survived;
}

static void nanoclr_is_answered_with_the_region_twice(void)
{
    for (int encrypted = 0; encrypted <= 1; encrypted++)
    {
        make_parts(2, 2);
        make_image(400, 0);
        start((device_options){.slots = 2, .rollback = true, .has_deployment = true, .encrypted = encrypted == 1});
        const esp_partition_t *running = esp_ota_get_running_partition();
        const esp_partition_t *first = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL);
        CHECK_EQUAL(running->address + s_segment_offset + OTA_SEGMENT_HEADER, first->address);
        CHECK_EQUAL(s_part_length[0] + s_part_length[1], first->size);
        CHECK_EQUAL(encrypted, first->encrypted);
        CHECK(first->readonly);
        CHECK(first->flash_chip == running->flash_chip && first->flash_chip != NULL);
        CHECK_EQUAL(ESP_PARTITION_TYPE_DATA, first->type);
        CHECK_EQUAL(DEVICE_DEPLOYMENT, first->subtype);
        CHECK_EQUAL(ESP_ERR_NOT_ALLOWED, esp_partition_erase_range(first, 0, NOR_SECTOR));
        CHECK_EQUAL(ESP_ERR_NOT_ALLOWED, esp_partition_write(first, 0, "x", 1));

        /* The second question comes when flash cannot be read, or when its bytes are others. */
        esp_partition_t kept = *first;
        nor_fail_reads(true);
        CHECK(esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL) == first);
        nor_fail_reads(false);
        device_slot(0)[s_segment_offset] = 0;
        CHECK(esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL) == first);
        CHECK(memcmp(&kept, first, sizeof kept) == 0);
        device_destroy();
    }
}

static void a_flash_that_cannot_be_read_gives_two_answers_alike_as_well(void)
{
    make_parts(1, 1);
    make_image(400, 0);
    start((device_options){.slots = 2, .rollback = true, .has_deployment = true});
    nor_fail_reads(true);
    const esp_partition_t *first = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL);
    CHECK(first == device_find(ESP_PARTITION_TYPE_DATA, DEVICE_DEPLOYMENT, NULL));
    nor_fail_reads(false);
    CHECK(esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL) == first);
    device_destroy();
}

static void a_read_that_fails_now_and_then_is_repeated(void)
{
    make_parts(1, 1);
    make_image(400, 0);
    for (unsigned failures = 0; failures < 3; failures++)
    {
        start((device_options){.slots = 2, .rollback = true});
        CHECK_EQUAL(ESP_OK, nvs_flash_init());
        nor_fail_next_reads(failures);
        CHECK(esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL) != NULL);
        device_destroy();
    }
}

static void a_deployment_wins(void)
{
    make_parts(1, 1);
    make_image(400, 0);
    for (int kind = 0; kind < 3; kind++)
    {
        start((device_options){.slots = 2, .rollback = true, .has_deployment = true});
        memcpy(device_deployment(), kind == 0 ? "NFMRK1\0" : kind == 1 ? "NFMRK2\0" : "NFMRK3\0", 8);
        const esp_partition_t *answer = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL);
        bool is_real = answer == device_find(ESP_PARTITION_TYPE_DATA, DEVICE_DEPLOYMENT, NULL);
        CHECK_EQUAL(kind < 2, is_real);
        device_destroy();
    }
}

static void without_a_segment_the_answer_is_the_real_one(void)
{
    for (int has_deployment = 0; has_deployment <= 1; has_deployment++)
    {
        device_create((device_options){.slots = 2, .rollback = true, .has_deployment = has_deployment == 1});
        device_put_image(0, "1.0.0.0", 900);
        CHECK_EQUAL(0, device_boot());
        CHECK(
            esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, NULL)
            == device_find(ESP_PARTITION_TYPE_DATA, DEVICE_DEPLOYMENT, NULL));
        device_destroy();
    }
}

static void every_other_question_gets_the_real_answer(void)
{
    make_parts(1, 1);
    make_image(400, 0);
    start((device_options){.slots = 2, .rollback = true, .has_deployment = true});
    const esp_partition_t *deployment = device_find(ESP_PARTITION_TYPE_DATA, DEVICE_DEPLOYMENT, NULL);
    CHECK(esp_partition_find_first(ESP_PARTITION_TYPE_DATA, CLR_SUBTYPE, "deploy") == deployment);
    CHECK(esp_partition_find_first(ESP_PARTITION_TYPE_APP, CLR_SUBTYPE, NULL) == NULL);
    CHECK(
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, NULL)
        == device_find(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, NULL));
    device_destroy();
}

/* app_main ends every slot's start on an error of this call. */
static void an_nvs_that_is_full_or_newer_is_erased_once(void)
{
    static const esp_err_t cured[] = {ESP_ERR_NVS_NO_FREE_PAGES, ESP_ERR_NVS_NEW_VERSION_FOUND};
    make_parts(1, 1);
    make_image(400, 0);
    for (size_t i = 0; i < 2; i++)
    {
        start((device_options){.slots = 2, .rollback = true});
        device_break_nvs(cured[i]);
        CHECK_EQUAL(ESP_OK, nvs_flash_init());
        CHECK_EQUAL(1, device_nvs_erases());
        CHECK_EQUAL(ESP_OK, nvs_flash_init());
        CHECK_EQUAL(1, device_nvs_erases());
        device_destroy();
    }

    start((device_options){.slots = 2, .rollback = true});
    device_break_nvs(ESP_ERR_NO_MEM);
    CHECK_EQUAL(ESP_ERR_NO_MEM, nvs_flash_init());
    CHECK_EQUAL(0, device_nvs_erases());
    device_destroy();
}

int main(int argc, char **argv)
{
    uint32_t seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 20261126;
    s_noise = seed | 1;
    printf("segment: seed %u (test_segment SEED replays)\n", (unsigned)seed);
    device_at_reset(chip_forgets);
    a_segment_is_found_wherever_it_lies();
    zeros_are_zeros_and_fewer_than_a_sector();
    a_seventeenth_segment_is_none();
    a_header_that_is_not_right_is_none();
    assemblies_that_do_not_end_with_their_part_are_none();
    an_assembly_with_a_wrong_header_is_none();
    more_assemblies_than_nanoclr_takes_are_none();
    a_cut_image_is_none();
    nanoclr_is_answered_with_the_region_twice();
    a_flash_that_cannot_be_read_gives_two_answers_alike_as_well();
    a_read_that_fails_now_and_then_is_repeated();
    a_deployment_wins();
    without_a_segment_the_answer_is_the_real_one();
    every_other_question_gets_the_real_answer();
    an_nvs_that_is_full_or_newer_is_erased_once();
    printf("segment: 16 tests, %u changed images with a segment all the same\n", changed_bytes_are_found_out());
    return 0;
}
