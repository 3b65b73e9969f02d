/*
 * What nanoCLR takes for its deployment. nanoCLR looks for the partition of type data and subtype 0x84 in two places (FixUpBlockRegionInfo and
 * Esp32FlashDriver_InitializeDevice). nanoCLR maps that partition and runs the assemblies where they lie.
 */

#ifndef OTA_REGION_H
#define OTA_REGION_H

#include <stdbool.h>

#include <esp_partition.h>

#ifdef __cplusplus
extern "C"
{
#endif

/* nanoFramework's subtype of a deployment. */
#define OTA_DEPLOYMENT_SUBTYPE 0x84

/* The partition that the table names; NULL: none. The real esp_partition_find_first. */
const esp_partition_t *ota_region_deployment(void);

/*
 * An assembly begins that partition now. From the next start of the chip on, the deployment wins over the application of whatever image runs. Looked up
 * in flash at each call, since Visual Studio deploys while the chip runs.
 */
bool ota_region_has_deployment(void);

/*
 * What nanoCLR gets: the region of the running image's segment, its boot part alone if this start asks, or the partition that the table
 * names (NULL: none), which wins if an assembly begins it. The first answer holds until the chip starts again: nanoCLR's two questions must
 * not get two answers. The region is read-only, so that a deployment from the debugger fails instead of writing into the running slot. Flash chip and
 * encryption are the running partition's. ota_boot_run comes before.
 */
const esp_partition_t *ota_region_answer(void);

#ifdef __cplusplus
}
#endif

#endif
