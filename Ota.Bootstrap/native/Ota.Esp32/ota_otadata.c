#include "ota_otadata.h"

#include <stddef.h>
#include <string.h>

#include <esp_err.h>

#include "ota_bytes.h"
#include "ota_crc32.h"

enum
{
    LABEL = 4,
    MARK_SIZE = 8,
    STATE = 24,
    CRC = 28,
    SECTOR = 4096,
    MAX_SLOTS = 16
};

/* 0xFFFFFFFF is no sequence, and 0xFFFFFFFE leads there with two slots. */
#define LAST_SEQUENCE 0xFFFFFFFDu

static const uint8_t s_trial_mark[MARK_SIZE] = {'n', 'a', 'n', 'o', 'O', 't', 'a', 'T'};
static const uint8_t s_good_mark[MARK_SIZE] = {'n', 'a', 'n', 'o', 'O', 't', 'a', 'V'};

static uint32_t sequence_of(const ota_otadata *data, int index)
{
    return ota_get_u32(data->entry[index]);
}

/* bootloader_common_ota_select_crc: the ROM complements on the way in and out, so its 0xFFFFFFFF is zlib's 0xFFFFFFFF as well. */
static uint32_t crc_of(const uint8_t *entry)
{
    return ota_crc32(UINT32_MAX, entry, 4);
}

static bool has_right_crc(const ota_otadata *data, int index)
{
    return sequence_of(data, index) != UINT32_MAX && ota_get_u32(data->entry[index] + CRC) == crc_of(data->entry[index]);
}

static int slot_of_entry(const ota_otadata *data, int index)
{
    return (int)((sequence_of(data, index) - 1) % data->slots);
}

static bool boots(const ota_otadata *data, int index)
{
    ota_entry_kind kind = ota_otadata_kind(data, index);
    return kind != OTA_ENTRY_NONE && kind != OTA_ENTRY_REJECTED;
}

bool ota_otadata_read(ota_otadata *data)
{
    data->partition = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, NULL);
    data->slots = 0;
    while (data->slots < MAX_SLOTS
           && esp_partition_find_first(
                  ESP_PARTITION_TYPE_APP,
                  (esp_partition_subtype_t)(ESP_PARTITION_SUBTYPE_APP_OTA_0 + data->slots),
                  NULL)
               != NULL)
    {
        data->slots++;
    }

    return data->partition != NULL && data->slots > 0
        && esp_partition_read(data->partition, 0, data->entry[0], OTA_ENTRY_SIZE) == ESP_OK
        && esp_partition_read(data->partition, SECTOR, data->entry[1], OTA_ENTRY_SIZE) == ESP_OK;
}

int ota_otadata_slot(const esp_partition_t *partition)
{
    bool is_ota = partition != NULL && partition->type == ESP_PARTITION_TYPE_APP
        && partition->subtype >= ESP_PARTITION_SUBTYPE_APP_OTA_0
        && (int)partition->subtype < ESP_PARTITION_SUBTYPE_APP_OTA_0 + MAX_SLOTS;
    return is_ota ? (int)partition->subtype - ESP_PARTITION_SUBTYPE_APP_OTA_0 : -1;
}

bool ota_otadata_is_for_trial(const ota_otadata *data, int index)
{
    return memcmp(data->entry[index] + LABEL, s_trial_mark, MARK_SIZE) == 0;
}

bool ota_otadata_is_labelled(const ota_otadata *data, int index)
{
    for (int i = LABEL; i < LABEL + MARK_SIZE; i++)
    {
        if (data->entry[index][i] != 0xFF)
        {
            return true;
        }
    }

    return false;
}

bool ota_otadata_is_for_good(const ota_otadata *data, int index)
{
    return memcmp(data->entry[index] + LABEL, s_good_mark, MARK_SIZE) == 0;
}

uint32_t ota_otadata_state(const ota_otadata *data, int index)
{
    return ota_get_u32(data->entry[index] + STATE);
}

ota_entry_kind ota_otadata_kind(const ota_otadata *data, int index)
{
    if (!has_right_crc(data, index))
    {
        return OTA_ENTRY_NONE;
    }

    switch (ota_otadata_state(data, index))
    {
        case ESP_OTA_IMG_NEW:
            return OTA_ENTRY_NEW;
        case ESP_OTA_IMG_PENDING_VERIFY:
            return OTA_ENTRY_TRIAL;
        case ESP_OTA_IMG_INVALID:
        case ESP_OTA_IMG_ABORTED:
            return OTA_ENTRY_REJECTED;
        case ESP_OTA_IMG_VALID:
            return ota_otadata_is_for_trial(data, index) ? OTA_ENTRY_ODD : OTA_ENTRY_GOOD;
        default:
            return OTA_ENTRY_ODD;
    }
}

int ota_otadata_active(const ota_otadata *data)
{
    bool first = boots(data, 0);
    bool second = boots(data, 1);
    if (first && second)
    {
        return sequence_of(data, 0) >= sequence_of(data, 1) ? 0 : 1;
    }

    return first ? 0 : second ? 1 : -1;
}

int ota_otadata_find(const ota_otadata *data, int slot)
{
    int active = ota_otadata_active(data);
    if (active >= 0 && slot_of_entry(data, active) == slot)
    {
        return active;
    }

    for (int index = 0; index < OTA_ENTRIES; index++)
    {
        if (has_right_crc(data, index) && slot_of_entry(data, index) == slot)
        {
            return index;
        }
    }

    return -1;
}

bool ota_otadata_erase(ota_otadata *data, int index)
{
    memset(data->entry[index], 0xFF, OTA_ENTRY_SIZE);
    return esp_partition_erase_range(data->partition, (size_t)index * SECTOR, SECTOR) == ESP_OK;
}

static bool holds(const ota_otadata *data, size_t address, const uint8_t *expected, size_t count)
{
    uint8_t read[OTA_ENTRY_SIZE];
    return esp_partition_read(data->partition, address, read, count) == ESP_OK && memcmp(read, expected, count) == 0;
}

/* The four steps of the header file. */
static bool write(ota_otadata *data, int index, uint32_t sequence, esp_ota_img_states_t state)
{
    size_t address = (size_t)index * SECTOR;
    bool erased = ota_otadata_erase(data, index);
    uint8_t *entry = data->entry[index];
    ota_put_u32(entry, sequence);
    memcpy(entry + LABEL, state == ESP_OTA_IMG_VALID ? s_good_mark : s_trial_mark, MARK_SIZE);
    ota_put_u32(entry + STATE, (uint32_t)state);
    ota_put_u32(entry + CRC, crc_of(entry));
    size_t first = data->partition->encrypted ? OTA_ENTRY_SIZE : CRC;
    return erased && esp_partition_write(data->partition, address, entry, first) == ESP_OK && holds(data, address, entry, first)
        && (first == OTA_ENTRY_SIZE
            || (esp_partition_write(data->partition, address + CRC, entry + CRC, OTA_ENTRY_SIZE - CRC) == ESP_OK
                && holds(data, address, entry, OTA_ENTRY_SIZE)));
}

bool ota_otadata_rewrite(ota_otadata *data, int index, esp_ota_img_states_t state)
{
    return write(data, index, sequence_of(data, index), state);
}

bool ota_otadata_choose(ota_otadata *data, int index, int slot, esp_ota_img_states_t state)
{
    uint32_t above = boots(data, index ^ 1) ? sequence_of(data, index ^ 1) : 0;
    if (above > LAST_SEQUENCE - MAX_SLOTS)
    {
        return false;
    }

    uint32_t sequence = (uint32_t)slot + 1;
    if (sequence <= above)
    {
        sequence += (above - sequence) / data->slots * data->slots + data->slots;
    }

    return write(data, index, sequence, state);
}

bool ota_otadata_keep_running(ota_otadata *data, int running)
{
    int index = running < 0 ? -1 : ota_otadata_find(data, running);
    if (running < 0 || (index >= 0 && boots(data, index)))
    {
        return true;
    }

    int active = ota_otadata_active(data);
    return ota_otadata_choose(data, active < 0 ? 0 : active ^ 1, running, ESP_OTA_IMG_VALID);
}
