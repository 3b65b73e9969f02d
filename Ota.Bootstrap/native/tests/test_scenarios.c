/* Runs Ota.Tests/Vectors/otadata/native.txt, whose head says what its lines mean. */

#include <string.h>

#include "check.h"
#include "chip.h"
#include "fake/device.h"
#include "fake/nor_flash.h"
#include "ota_core.h"

#define DATA 5000
#define MAX_WORDS 5

static const char *s_path;
static int s_line;
static char s_name[128];
static bool s_device;
static int s_scenarios;

static void fail(const char *what, long actual)
{
    fprintf(stderr, "%s:%d: %s: %s %ld\n", s_path, s_line, s_name, what, actual);
    exit(1);
}

static void expect(long expected, long actual, const char *what)
{
    if (expected != actual)
    {
        fail(what, actual);
    }
}

static int slot_of(const char *word)
{
    return strcmp(word, "factory") == 0 ? DEVICE_FACTORY : strcmp(word, "none") == 0 ? DEVICE_NOTHING : atoi(word);
}

static void end_scenario(void)
{
    if (s_device)
    {
        ota_core_abort();
        device_destroy();
        s_device = false;
    }
}

static void stage(const char *version)
{
    static uint8_t image[DEVICE_SLOT_SIZE];
    int32_t length = (int32_t)device_build_image(image, version, DATA);
    expect(OTA_RESULT_OK, ota_core_begin(0), "begin");
    expect(OTA_RESULT_OK, ota_core_write(image, length), "write");
    expect(OTA_RESULT_OK, ota_core_end(), "end");
}

static void mark_invalid(const char *expected)
{
    if (setjmp(device_restart) == 0)
    {
        int32_t result = ota_core_mark_invalid_and_restart();
        if (strcmp(expected, "restart") == 0)
        {
            fail("no restart, but", result);
        }

        expect(atol(expected), result, "mark-invalid");
    }
    else if (strcmp(expected, "restart") != 0)
    {
        fail("a restart", 0);
    }
}

static void compare_entry(int index, const char *expected)
{
    const uint8_t *entry = device_entry(index);
    bool blank = strcmp(expected, "blank") == 0;
    for (int i = 0; i < (int)NOR_SECTOR; i++)
    {
        unsigned byte = 0xFF;
        if (!blank && i < 32 && sscanf(expected + 2 * i, "%2x", &byte) != 1)
        {
            fail("not 32 bytes in hexadecimal", i);
        }

        if (entry[i] != byte)
        {
            fprintf(stderr, "byte %d of entry %d\n", i, index);
            fail("otadata has", entry[i]);
        }
    }
}

static void step(char *word[MAX_WORDS], int words)
{
    const char *verb = word[0];
    if (strcmp(verb, "scenario") == 0 && words == 2)
    {
        end_scenario();
        s_scenarios++;
        snprintf(s_name, sizeof s_name, "%s", word[1]);
    }
    else if (strcmp(verb, "device") == 0 && words == 4)
    {
        device_create((device_options){
            .slots = atoi(word[1]),
            .has_factory = strcmp(word[2], "factory") == 0,
            .rollback = strcmp(word[3], "rollback") == 0,
        });
        s_device = true;
    }
    else if (strcmp(verb, "image") == 0 && words == 3)
    {
        device_put_image(slot_of(word[1]), word[2], DATA);
    }
    else if (strcmp(verb, "entry") == 0 && words == 5)
    {
        uint32_t sequence = (uint32_t)strtoul(word[2], NULL, 10);
        device_put_entry(atoi(word[1]), sequence, (uint32_t)strtoul(word[3], NULL, 10), strcmp(word[4], "right") == 0);
    }
    else if (strcmp(verb, "boot") == 0 && words == 2)
    {
        ota_core_abort();
        expect(slot_of(word[1]), device_boot(), "boot");
    }
    else if (strcmp(verb, "stage") == 0 && words == 2)
    {
        stage(word[1]);
    }
    else if (strcmp(verb, "begin") == 0 && words == 3)
    {
        expect(atol(word[2]), ota_core_begin(atoi(word[1])), "begin");
    }
    else if (strcmp(verb, "abort") == 0 && words == 1)
    {
        ota_core_abort();
    }
    else if (strcmp(verb, "set-boot") == 0 && words == 2)
    {
        expect(atol(word[1]), ota_core_set_boot(), "set-boot");
    }
    else if (strcmp(verb, "mark-valid") == 0 && words == 2)
    {
        expect(atol(word[1]), ota_core_mark_valid(), "mark-valid");
    }
    else if (strcmp(verb, "mark-invalid") == 0 && words == 2)
    {
        mark_invalid(word[1]);
    }
    else if (strcmp(verb, "damage") == 0 && words == 2)
    {
        device_slot(slot_of(word[1]))[0] = 0;
    }
    else if (strcmp(verb, "state") == 0 && words == 3)
    {
        expect(atol(word[2]), ota_core_get_state(atoi(word[1])), "state");
    }
    else if (strcmp(verb, "otadata") == 0 && words == 3)
    {
        compare_entry(atoi(word[1]), word[2]);
    }
    else
    {
        fail("a line that says nothing", words);
    }
}

int main(int argc, char **argv)
{
    CHECK_EQUAL(2, argc);
    device_at_reset(chip_forgets);
    s_path = argv[1];
    FILE *file = fopen(s_path, "r");
    CHECK(file != NULL);
    char line[512];
    while (fgets(line, sizeof line, file) != NULL)
    {
        s_line++;
        char *word[MAX_WORDS] = {NULL};
        int words = 0;
        for (char *next = strtok(line, " \r\n"); next != NULL && words < MAX_WORDS; next = strtok(NULL, " \r\n"))
        {
            word[words++] = next;
        }

        if (words > 0 && word[0][0] != '#')
        {
            step(word, words);
        }
    }

    fclose(file);
    end_scenario();
    CHECK(s_scenarios > 20);
    printf("otadata: %d scenarios\n", s_scenarios);
    return 0;
}
