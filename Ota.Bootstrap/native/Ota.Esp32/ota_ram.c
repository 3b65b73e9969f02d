#include "ota_ram.h"

ota_ram g_ota_ram;
