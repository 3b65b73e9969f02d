#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "idf/esp_image_format.h"
#include "idf/nvs.h"
#include "idf/nvs_flash.h"
#include "image.h"
#include "nor_flash.h"

#define OTADATA_ADDRESS 0x9000u
#define RECORD_ADDRESS 0xB000u
#define RECORD_SECTORS 4
#define APP_ADDRESS 0x10000u
#define MAX_PARTITIONS 20

jmp_buf device_restart;

static device_options s_options;
static esp_partition_t s_table[MAX_PARTITIONS];
static int s_count;
static const esp_partition_t *s_running;
static char s_version[33];
static char s_chip;
static void (*s_at_reset)(void);
static esp_err_t s_nvs;
static int s_nvs_erases;

static void add(esp_partition_type_t type, int subtype, uint32_t address, uint32_t size, const char *label)
{
    esp_partition_t *partition = &s_table[s_count++];
    memset(partition, 0, sizeof *partition);
    partition->flash_chip = (esp_flash_t *)&s_chip;
    partition->type = type;
    partition->subtype = (esp_partition_subtype_t)subtype;
    partition->address = address;
    partition->size = size;
    partition->erase_size = NOR_SECTOR;
    partition->encrypted = s_options.encrypted && (type == ESP_PARTITION_TYPE_APP || subtype == ESP_PARTITION_SUBTYPE_DATA_OTA);
    snprintf(partition->label, sizeof partition->label, "%s", label);
}

/* RAM is lost, as far as the native half goes: its own variables. */
static void reset(void)
{
    s_running = NULL;
    s_version[0] = '\0';
    chip_starts();
    if (s_at_reset != NULL)
    {
        s_at_reset();
    }
}

void device_at_reset(void (*forget)(void))
{
    s_at_reset = forget;
    reset();
}

void device_create(device_options options)
{
    s_options = options;
    uint32_t record = (options.has_small_record ? 2 : RECORD_SECTORS) * NOR_SECTOR;
    s_count = 0;
    add(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_OTA, OTADATA_ADDRESS, 2 * NOR_SECTOR, "otadata");
    add(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_DATA_UNDEFINED, RECORD_ADDRESS, record, "nanoota");
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

    if (options.has_deployment)
    {
        add(ESP_PARTITION_TYPE_DATA, DEVICE_DEPLOYMENT, address, DEVICE_SLOT_SIZE, "deploy");
        address += DEVICE_SLOT_SIZE;
    }

    nor_open(address);
    s_nvs = ESP_OK;
    s_nvs_erases = 0;
    device_hang_in_shutdown(false);
    reset();
    device_reset_by(ESP_RST_POWERON);
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

uint8_t *device_deployment(void)
{
    return nor_bytes() + device_find(ESP_PARTITION_TYPE_DATA, DEVICE_DEPLOYMENT, NULL)->address;
}

size_t device_build_image(uint8_t *target, const char *version, size_t data)
{
    uint8_t description[DEVICE_SLOT_SIZE];
    const image_segment segment = {IMAGE_DROM + 0x20, description, image_description(description, version, data)};
    return image_build(target, DEVICE_SLOT_SIZE, &segment, 1);
}

static bool is_sound(const esp_partition_t *partition, image_checker checker)
{
    uint8_t probe;
    return partition != NULL && nor_read(partition->address, &probe, 1)
        && image_is_sound(nor_bytes() + partition->address, partition->size, checker);
}

bool device_verifies(const esp_partition_t *partition)
{
    return is_sound(partition, IMAGE_CHECKED_BY_APPLICATION);
}

esp_err_t esp_image_verify(esp_image_load_mode_t mode, const esp_partition_pos_t *part, esp_image_metadata_t *data)
{
    /* The native half runs where nothing may be printed. */
    if (mode != ESP_IMAGE_VERIFY_SILENT)
    {
        fprintf(stderr, "esp_image_verify would print\n");
        abort();
    }

    memset(data, 0, sizeof *data);
    data->start_addr = part->offset;
    for (int i = 0; i < s_count; i++)
    {
        if (s_table[i].address == part->offset && s_table[i].size == part->size)
        {
            return device_verifies(&s_table[i]) ? ESP_OK : ESP_ERR_IMAGE_INVALID;
        }
    }

    fprintf(stderr, "esp_image_verify of what is no partition\n");
    abort();
}

void device_break_nvs(esp_err_t error)
{
    s_nvs = error;
}

int device_nvs_erases(void)
{
    return s_nvs_erases;
}

esp_err_t nvs_flash_init(void)
{
    return s_nvs;
}

/* What erasing cures. */
esp_err_t nvs_flash_erase(void)
{
    s_nvs_erases++;
    s_nvs = s_nvs == ESP_ERR_NVS_NO_FREE_PAGES || s_nvs == ESP_ERR_NVS_NEW_VERSION_FOUND ? ESP_OK : s_nvs;
    return ESP_OK;
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
    if (!is_sound(partition, IMAGE_CHECKED_BY_BOOTLOADER))
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
    reset();
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
