#include "ota_notes.h"

#include <stddef.h>
#include <string.h>

#include <esp_err.h>
#include <esp_partition.h>

#include "ota_bytes.h"
#include "ota_crc32.h"
#include "ota_ram.h"
#include "ota_record.h"

enum
{
    SECTOR = 4096,
    FIRST_SECTOR = 2,
    SECTORS = 2,
    NOTE = 16,
    NOTES = SECTOR / NOTE,
    CONTENT = 4,
    CRC = 12,

    /* Notes read at a time: small enough for the stack of app_main's task. */
    WINDOW = 16,

    /* Places tried for one note. */
    ATTEMPTS = 3
};

static const esp_partition_t *find(void)
{
    const esp_partition_t *found =
        esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_UNDEFINED, OTA_RECORD_LABEL);
    return found != NULL && found->size >= (FIRST_SECTOR + SECTORS) * SECTOR ? found : NULL;
}

static size_t address_of(uint32_t sector, uint32_t index)
{
    return (FIRST_SECTOR + sector) * SECTOR + index * NOTE;
}

static bool is_blank(const uint8_t *bytes)
{
    for (int i = 0; i < NOTE; i++)
    {
        if (bytes[i] != 0xFF)
        {
            return false;
        }
    }

    return true;
}

/* Looks at one place: the newest whole note is kept, and where the next one goes. */
static void look_at(ota_notes_ram *ram, const uint8_t *bytes, uint32_t sector, uint32_t index, uint32_t *used)
{
    if (is_blank(bytes))
    {
        return;
    }

    *used = index + 1;
    uint32_t generation = ota_get_u32(bytes);
    if (ota_get_u32(bytes + CRC) == ota_crc32(0, bytes, CRC) && generation > ram->generation)
    {
        ram->generation = generation;
        ram->sector = sector;
        memcpy(&ram->note, bytes + CONTENT, sizeof ram->note);
    }
}

static bool scan(const esp_partition_t *partition, ota_notes_ram *ram)
{
    uint8_t window[WINDOW * NOTE];
    uint32_t used[SECTORS] = {0, 0};
    memset(ram, 0, sizeof *ram);
    for (uint32_t sector = 0; sector < SECTORS; sector++)
    {
        for (uint32_t index = 0; index < NOTES; index += WINDOW)
        {
            if (esp_partition_read(partition, address_of(sector, index), window, sizeof window) != ESP_OK)
            {
                return false;
            }

            for (uint32_t i = 0; i < WINDOW; i++)
            {
                look_at(ram, window + i * NOTE, sector, index + i, &used[sector]);
            }
        }
    }

    /* Without a whole note: as if the second sector were full, so that the first one is erased before it is written. */
    bool is_none = ram->generation == 0;
    ram->sector = is_none ? 1 : ram->sector;
    ram->next = is_none ? NOTES : used[ram->sector];
    return true;
}

static ota_notes_ram *load(const esp_partition_t *partition)
{
    ota_notes_ram *ram = &g_ota_ram.notes;
    if (!ram->is_loaded)
    {
        bool is_loaded = scan(partition, ram);
        ram->is_loaded = is_loaded;
    }

    return ram->is_loaded ? ram : NULL;
}

ota_notes_state ota_notes_read(ota_note *note)
{
    const esp_partition_t *partition = find();
    const ota_notes_ram *ram = partition == NULL ? NULL : load(partition);
    memset(note, 0, sizeof *note);
    if (ram != NULL)
    {
        *note = ram->note;
    }

    return partition == NULL ? OTA_NOTES_ABSENT : ram == NULL ? OTA_NOTES_FAILED : OTA_NOTES_READ;
}

/* Programs a note at the next place, which is in the other sector if this one is full. */
static bool put(const esp_partition_t *partition, ota_notes_ram *ram, const uint8_t *bytes)
{
    if (ram->next == NOTES)
    {
        uint32_t other = ram->sector ^ 1;
        if (esp_partition_erase_range(partition, address_of(other, 0), SECTOR) != ESP_OK)
        {
            return false;
        }

        ram->sector = other;
        ram->next = 0;
    }

    uint8_t read[NOTE];
    size_t address = address_of(ram->sector, ram->next++);
    return esp_partition_write(partition, address, bytes, NOTE) == ESP_OK
        && esp_partition_read(partition, address, read, NOTE) == ESP_OK && memcmp(read, bytes, NOTE) == 0;
}

bool ota_notes_write(const ota_note *note)
{
    const esp_partition_t *partition = find();
    ota_notes_ram *ram = partition == NULL ? NULL : load(partition);
    if (ram == NULL || memcmp(&ram->note, note, sizeof *note) == 0)
    {
        return ram != NULL;
    }

    uint8_t bytes[NOTE];
    ota_put_u32(bytes, ram->generation + 1);
    memcpy(bytes + CONTENT, note, sizeof *note);
    ota_put_u32(bytes + CRC, ota_crc32(0, bytes, CRC));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++)
    {
        if (put(partition, ram, bytes))
        {
            ram->generation++;
            ram->note = *note;
            return true;
        }
    }

    return false;
}
