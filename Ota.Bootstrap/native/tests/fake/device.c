#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nor_flash.h"

#define OTADATA_ADDRESS 0x9000u
#define RECORD_ADDRESS 0xB000u
#define APP_ADDRESS 0x10000u
#define MAX_PARTITIONS 20

jmp_buf device_restart;

static device_options s_options;
static esp_partition_t s_table[MAX_PARTITIONS];
static int s_count;
static const esp_partition_t *s_running;
static char s_version[33];

static void add(esp_partition_type_t type, int subtype, uint32_t address, uint32_t size, const char *label)
{
    esp_partition_t *partition = &s_table[s_count++];
    memset(partition, 0, sizeof *partition);
    partition->type = type;
    partition->subtype = (esp_partition_subtype_t)subtype;
    partition->address = address;
    partition->size = size;
    partition->erase_size = NOR_SECTOR;
    snprintf(partition->label, sizeof partition->label, "%s", label);
}

void device_create(device_options options)
{
    s_options = options;
    s_count = 0;
    s_running = NULL;
    add(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, OTADATA_ADDRESS, 2 * NOR_SECTOR, "otadata");
    add(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_UNDEFINED, RECORD_ADDRESS, 2 * NOR_SECTOR, "nanoota");
    uint32_t address = APP_ADDRESS;
    if (options.has_factory)
    {
        add(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_FACTORY, address, DEVICE_SLOT_SIZE, "factory");
        address += DEVICE_SLOT_SIZE;
    }

    for (int slot = 0; slot < options.slots; slot++)
    {
        add(ESP_PARTITION_TYPE_APP, ESP_PARTITION_SUBTYPE_APP_OTA_0 + slot, address, DEVICE_SLOT_SIZE, "ota");
        address += DEVICE_SLOT_SIZE;
    }

    nor_open(address);
    ota_forget_updates();
}

void device_destroy(void)
{
    nor_close();
}

const esp_partition_t *device_find(esp_partition_type_t type, int subtype, const char *label)
{
    for (int i = 0; i < s_count; i++)
    {
        if (s_table[i].type == type && (int)s_table[i].subtype == subtype
            && (label == NULL || strcmp(label, s_table[i].label) == 0))
        {
            return &s_table[i];
        }
    }

    return NULL;
}

static const esp_partition_t *app(int slot)
{
    return device_find(ESP_PARTITION_TYPE_APP, slot == DEVICE_FACTORY ? 0 : ESP_PARTITION_SUBTYPE_APP_OTA_0 + slot, NULL);
}

uint8_t *device_slot(int slot)
{
    return nor_bytes() + app(slot)->address;
}

void device_put_image(int slot, const char *version, size_t data)
{
    memset(device_slot(slot), 0xFF, DEVICE_SLOT_SIZE);
    device_build_image(device_slot(slot), version, data);
}

void device_put_entry(int index, uint32_t sequence, uint32_t state, bool right_crc)
{
    otadata_entry entry = {.sequence = sequence, .state = state, .crc = otadata_crc(sequence) ^ (right_crc ? 0 : 1)};
    memset(entry.label, 0xFF, sizeof entry.label);
    memset(nor_bytes() + OTADATA_ADDRESS + (uint32_t)index * NOR_SECTOR, 0xFF, NOR_SECTOR);
    memcpy(nor_bytes() + OTADATA_ADDRESS + (uint32_t)index * NOR_SECTOR, &entry, sizeof entry);
}

const uint8_t *device_entry(int index)
{
    return nor_bytes() + OTADATA_ADDRESS + (uint32_t)index * NOR_SECTOR;
}

int device_slot_count(void)
{
    return s_options.slots;
}

bool device_has_rollback(void)
{
    return s_options.rollback;
}

const esp_partition_t *device_running(void)
{
    if (s_running == NULL)
    {
        fprintf(stderr, "an app's call, and no app runs\n");
        abort();
    }

    return s_running;
}

const char *device_version(void)
{
    return s_version;
}

/* Rule 3 of the facts: nothing was ever chosen. */
static bool is_foreign(const otadata_entry *entry)
{
    return entry->sequence == UINT32_MAX || entry->crc != otadata_crc(entry->sequence);
}

/* The index to begin with, and whether otadata had its initial contents. */
static int select_index(otadata *data, bool *initial)
{
    *initial = false;
    for (int i = 0; i < 2 && s_options.rollback; i++)
    {
        if (data->entry[i].state == ESP_OTA_IMG_PENDING_VERIFY)
        {
            data->entry[i].state = ESP_OTA_IMG_ABORTED;
            otadata_write(data, i);
        }
    }

    if ((otadata_is_invalid(&data->entry[0]) && otadata_is_invalid(&data->entry[1])) || s_options.slots == 0)
    {
        if (s_options.has_factory)
        {
            return DEVICE_FACTORY;
        }

        *initial = is_foreign(&data->entry[0]) && is_foreign(&data->entry[1]);
        return 0;
    }

    int active = otadata_active(data);
    if (active < 0)
    {
        return DEVICE_FACTORY;
    }

    if (s_options.rollback && data->entry[active].state == ESP_OTA_IMG_NEW)
    {
        data->entry[active].state = ESP_OTA_IMG_PENDING_VERIFY;
        otadata_write(data, active);
    }

    return (int)((data->entry[active].sequence - 1) % (uint32_t)s_options.slots);
}

static bool try_load(int index)
{
    const esp_partition_t *partition = app(index);
    if (!device_verifies(partition))
    {
        return false;
    }

    s_running = partition;
    memcpy(s_version, nor_bytes() + partition->address + 48, 32);
    return true;
}

static int load(int start)
{
    for (int index = start; index >= DEVICE_FACTORY; index--)
    {
        if (try_load(index))
        {
            return index;
        }
    }

    for (int index = start + 1; index < s_options.slots; index++)
    {
        if (try_load(index))
        {
            return index;
        }
    }

    return DEVICE_NOTHING;
}

int device_boot(void)
{
    s_running = NULL;
    s_version[0] = '\0';
    ota_forget_updates();
    otadata data;
    bool initial;
    if (!otadata_read(&data))
    {
        return DEVICE_NOTHING;
    }

    int index = load(select_index(&data, &initial));
    if (initial && index >= 0)
    {
        memset(&data.entry[0], 0xFF, sizeof data.entry[0]);
        data.entry[0].sequence = (uint32_t)index + 1;
        data.entry[0].state = ESP_OTA_IMG_VALID;
        data.entry[0].crc = otadata_crc(data.entry[0].sequence);
        otadata_write(&data, 0);
    }

    return index;
}
