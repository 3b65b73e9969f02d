#include "ota_region.h"

#include <stddef.h>
#include <string.h>

#include <esp_ota_ops.h>

#include "ota_ram.h"
#include "ota_segment.h"

/* A flash that cannot be read is asked again before the running image counts as one without a segment. */
#define ATTEMPTS 3

bool ota_region_has_deployment(void)
{
    const esp_partition_t *deployment = ota_region_deployment();
    return deployment != NULL && ota_segment_is_deployment(deployment);
}

static bool find_segment(const esp_partition_t *running, ota_segment *segment)
{
    ota_segment_result result = OTA_SEGMENT_READ_FAILED;
    for (int attempt = 0; attempt < ATTEMPTS && result == OTA_SEGMENT_READ_FAILED; attempt++)
    {
        result = ota_segment_find(running, segment);
    }

    return result == OTA_SEGMENT_FOUND;
}

static void decide(void)
{
    const esp_partition_t *running = esp_ota_get_running_partition();
    ota_segment segment;
    g_ota_ram.has_region = !g_ota_ram.has_deployment && find_segment(running, &segment);
    if (!g_ota_ram.has_region)
    {
        return;
    }

    bool asks = g_ota_ram.plan == OTA_PLAN_ASK || g_ota_ram.plan == OTA_PLAN_ASK_LONG;
    g_ota_ram.is_boot_part = asks || segment.app_length == 0;
    g_ota_ram.region = *running;
    g_ota_ram.region.type = ESP_PARTITION_TYPE_DATA;
    g_ota_ram.region.subtype = (esp_partition_subtype_t)OTA_DEPLOYMENT_SUBTYPE;
    g_ota_ram.region.address = running->address + segment.offset;
    g_ota_ram.region.size = segment.boot_length + (g_ota_ram.is_boot_part ? 0 : segment.app_length);
    g_ota_ram.region.readonly = true;
    strcpy(g_ota_ram.region.label, "attached");
}

const esp_partition_t *ota_region_answer(void)
{
    if (!g_ota_ram.has_answer)
    {
        decide();
        g_ota_ram.has_answer = true;
    }

    return g_ota_ram.has_region ? &g_ota_ram.region : ota_region_deployment();
}
